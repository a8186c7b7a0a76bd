"""What the source must never do, read from its syntax: who writes, who guards, who asks what one may see."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import get_resolver

from people.models import Capacity
from people.permissions import EVERYBODY, ROLES_FOR, Action
from policies.rules.words import Party
from tests.config.source import (
    ROOT,
    SQL,
    Services,
    callbacks,
    decorators,
    describe_call,
    is_service,
    list_calls,
    modules,
    name_module,
    names_imported,
    tree_of,
    writes,
)

# Who else writes, and why that is right: the module, and the call as it stands there.
WRITERS = {
    "config/celery.py: app.conf.update": "settings of the worker, before there is a database",
    "config/settings.py: globals().update": "settings, before there is a database",
    "people/querysets.py: user.save": "makes a user by the name Django and allauth ask for; the service records it",
    "audit/triggers.py: schema_editor.execute": "called by migrations",
    "config/urls.py: cursor.execute": "asks whether the database answers",
}
# Public parts of services: they run inside the transaction of the service that calls them, which keeps the record.
PARTS = {
    "breaches.services.cases.save_change",
    "policies.reviews.services.begin_cycle",
    "web.services.save_revision",
}
# Services that change nothing a person said: no record is kept of them.
BOOKKEEPING = {
    "policies.reviews.services.claim_reminder",  # which reminder was sent, claimed by one statement
    # Reminders are created, put into mails and sent by the clock: nobody does it.
    "reminders.services.run_cycle",
    "reminders.services.create_reminders",
    "reminders.services.make_mailings",
    "reminders.services.dispatch",
    "reminders.services.send_mailing",
}
PUBLIC_VIEWS = {
    "breaches.letters.views.verify",
    "config.urls.health",
    "people.views.accessibility",
    "people.views.privacy",
}
# Signed in, and perhaps without a role at any school.
WITHOUT_A_ROLE = {"people.views.no_role"}
GUARDS = {"requires", "requires_any_role", "login_required"}
METHODS = {"require_safe", "require_POST", "require_http_methods"}
# Rows a page asks for other than through visible_to, and what keeps them to what one may see.
ASKED_OTHERWISE = {
    "breaches/letters/forms.py: Person.objects.filter": "among the people the case offers",
    "breaches/letters/views.py: Letter.objects.with_code": "whoever holds the code holds the letter",
    "breaches/views/cases.py: Case.objects.filter": "those of an incident one may see",
    "breaches/views/home.py: Incident.objects.at_school": "those without a case, within the question for incidents",
    "incidents/views.py: Involvement.objects.filter": "among one's own drafts",
    "reports/views.py: StaffReport.objects.readable_by": "those to read, as that is asked of each page apart",
    "reports/views.py: StaffReport.objects.written_by": "one's own, likewise",
    "reports/views.py: Incident.objects.visible_if_logged": "whether to name who began an incident",
    "people/views.py: Relationship.objects.select_related": "of a person one may see",
    "people/views.py: User.objects.with_email": "by the whole address, to give somebody a role",
    "policies/views.py: Version.objects.filter": "of the policies one may see",
}
ASKS_WHAT_ONE_MAY_SEE = {"visible_to", "held_by", "none"}

SERVICES = Services()


def test_nothing_but_services_writes() -> None:
    calls = {
        describe_call(path, call)
        for path in modules()
        if not is_service(path)
        for call in list_calls(tree_of(path))
        if writes(call) or (isinstance(call.func, ast.Attribute) and call.func.attr in SQL)
    }

    assert calls == set(WRITERS)


def test_raw_sql_outside_services_only_asks() -> None:
    queries = [
        ast.unparse(call.args[0])
        for path in modules()
        if not is_service(path) and path.name != "triggers.py"
        for call in list_calls(tree_of(path))
        if ast.unparse(call.func).rpartition(".")[2] in {*SQL, "RawSQL"}
    ]

    assert queries
    assert [sql for sql in queries if not sql.strip("\"'f").startswith("SELECT")] == []


def test_there_are_services_to_hold_to_all_this() -> None:
    assert len([name for name in SERVICES.public() if SERVICES.changes_something(name)]) > 30


@pytest.mark.parametrize("name", [service for service in SERVICES.public() if service not in PARTS | BOOKKEEPING])
def test_a_service_says_who_and_when_by_keyword_in_one_transaction_with_its_record(name: str) -> None:
    if not SERVICES.changes_something(name):
        return
    arguments = SERVICES.functions[name].args

    assert [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)] == []
    assert {"by", "now"} <= {argument.arg for argument in arguments.kwonlyargs}
    assert SERVICES.is_atomic(name)
    assert SERVICES.keeps_record(name)


def test_parts_of_services_are_called_by_services_alone() -> None:
    outside = {
        target for path in modules() if not is_service(path) for target in names_imported(tree_of(path)).values()
    }

    assert set(SERVICES.functions) >= PARTS
    assert PARTS & outside == set()


def test_services_do_not_know_views_and_forms() -> None:
    known = {
        f"{name_module(path)} knows {target}"
        for path in modules()
        if is_service(path)
        for target in names_imported(tree_of(path)).values()
        if {"views", "forms", "urls"} & set(target.split("."))
    }

    assert known == set()


def test_forms_do_not_save() -> None:
    saving = [path for path in modules("forms") if "save" in {name_of(node) for node in ast.walk(tree_of(path))}]

    assert saving == []


def name_of(node: ast.AST) -> str:
    """The name of a function or of what is called."""
    return node.name if isinstance(node, ast.FunctionDef) else node.attr if isinstance(node, ast.Attribute) else ""


def test_models_have_no_saving_of_their_own_and_nothing_listens_to_it() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules()
        for name in [
            *(node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)),
            *names_imported(tree_of(path)).values(),
        ]
        if name in {"save", "delete"} or "signals" in name.split(".") or name.endswith(".receiver")
    ]

    assert faults == []


def test_the_rules_import_the_standard_library_alone() -> None:
    faults = []
    for path in sorted((ROOT / "policies" / "rules").rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or "."] if isinstance(node, ast.ImportFrom) and not node.level else []
            faults += [
                f"{path.name} imports {name}"
                for name in names
                if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("policies.rules")
            ]

    assert faults == []


def test_there_is_no_admin_site() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert [path for path in modules() if path.stem == "admin" or "contrib.admin" in path.read_text()] == []
    assert "admin" not in {app.split(".")[-1] for app in settings.INSTALLED_APPS}


def test_every_view_with_an_address_is_guarded_and_says_how_it_may_be_asked() -> None:
    functions = {
        f"{name_module(path)}.{statement.name}": decorators(statement)
        for path in modules("views", "urls")
        for statement in tree_of(path).body
        if isinstance(statement, ast.FunctionDef)
    }
    views = sorted(set(callbacks(get_resolver())))

    assert len(views) > 50
    assert {view for view in views if not functions[view] & GUARDS} == PUBLIC_VIEWS
    assert [view for view in views if not functions[view] & METHODS] == []


def test_every_view_names_its_action_or_says_that_it_is_for_everybody() -> None:
    guards = {
        f"{name_module(path)}.{function.name}": [
            ast.unparse(decorator) for decorator in function.decorator_list if GUARDS & set(names_in(decorator))
        ]
        for path in modules("views")
        for function in tree_of(path).body
        if isinstance(function, ast.FunctionDef)
    }
    views = sorted(set(callbacks(get_resolver())) - PUBLIC_VIEWS)
    requiring = {f"requires(Action.{action.name})" for action in Action}

    assert len(views) > 50
    assert {view for view in views if len(guards[view]) != 1} == set()
    assert {view for view in views if guards[view][0] not in requiring | {"requires_any_role"}} == WITHOUT_A_ROLE


def test_every_action_is_asked_for_somewhere() -> None:
    roles = {
        node.attr
        for path in modules()
        if path.name != "permissions.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Action"
    }

    assert roles == {action.name for action in Action}


def test_every_action_is_somebodys_and_not_everybodys() -> None:
    assert set(ROLES_FOR) == set(Action)
    assert [action for action, roles in ROLES_FOR.items() if not roles or roles == EVERYBODY] == []


def names_in(node: ast.AST) -> Iterator[str]:
    """Every name that stands inside."""
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def test_no_template_asks_for_a_role() -> None:
    asking = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if re.search(r"\bacting\.role\b|\bacting\.may\b|\.role\s*[=!]=", path.read_text())
    ]

    assert asking == []


def test_every_kind_of_row_asked_for_by_name_says_what_one_may_see_of_it() -> None:
    querysets = [
        node
        for path in modules("querysets")
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("QuerySet")
    ]
    without = [
        queryset.name for queryset in querysets if "visible_to" not in {name_of(part) for part in queryset.body}
    ]

    assert len(querysets) > 8
    assert without == []


def test_pages_ask_for_rows_through_what_one_may_see() -> None:
    calls = {
        describe_call(path, call)
        for path in modules("views", "forms", "loading")
        if not is_service(path)
        for call in list_calls(tree_of(path))
        if ".objects." in ast.unparse(call.func)
        and ast.unparse(call.func).count("(") == 0
        and ast.unparse(call.func).rpartition(".")[2] not in ASKS_WHAT_ONE_MAY_SEE
    }

    assert calls == set(ASKED_OTHERWISE)


def test_the_register_knows_the_parties_of_the_rules_and_no_others() -> None:
    assert [member.value for member in Capacity] == [member.value for member in Party]
