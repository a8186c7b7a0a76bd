"""A site in plain Django, as anybody would begin one: a list, a page and a form behind a sign-in.

What Rung's pages are measured against. Fill its database with: python -m bench.plain_site ROWS
"""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Any, ClassVar

import django
from django.conf import settings

from config.settings import DATA_DIR, DATABASES

TEMPLATES = {
    "base.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title></head>
<body><header><a href="{% url "list" %}">Posts</a> <a href="{% url "create" %}">Add a post</a>
{{ user.username }}</header>
{% for message in messages %}<p>{{ message }}</p>{% endfor %}
<main>{% block content %}{% endblock %}</main></body></html>
""",
    "list.html": """{% extends "base.html" %}{% block title %}Posts{% endblock %}{% block content %}<h1>Posts</h1>
<p>{{ page.paginator.count }} posts</p>
<table>{% for post in page %}<tr><td><a href="{% url "page" post.pk %}">{{ post.title }}</a></td>
<td>{{ post.written_by.username }}</td>
<td>{{ post.happened_on|date:"j F Y" }}</td><td>{{ post.get_place_display }}</td>
<td>{% if post.is_open %}Open{% else %}Closed{% endif %}</td></tr>{% endfor %}</table>
{% if page.has_previous %}<a href="?page={{ page.previous_page_number }}">Previous</a>{% endif %}
{{ page.number }} of {{ page.paginator.num_pages }}
{% if page.has_next %}<a href="?page={{ page.next_page_number }}">Next</a>{% endif %}{% endblock %}
""",
    "page.html": """{% extends "base.html" %}{% block title %}{{ post.title }}{% endblock %}{% block content %}
<h1>{{ post.title }}</h1><p>{{ post.written_by.username }}, {{ post.happened_on|date:"j F Y" }}</p>
{{ post.text|linebreaks }}<ul>{% for note in notes %}<li>{{ note.text }}, {{ note.by.username }}</li>{% endfor %}</ul>
{% endblock %}
""",
    "form.html": """{% extends "base.html" %}{% block title %}{{ title }}{% endblock %}
{% block content %}<h1>{{ title }}</h1>
<form method="post">{% csrf_token %}{{ form.as_p }}<button>Save</button></form>{% endblock %}
""",
}

settings.configure(
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    DATABASES={
        "default": DATABASES["default"] | ({} if "DATABASE_URL" in os.environ else {"NAME": DATA_DIR / "plain"})
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    LOGIN_REDIRECT_URL="list",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    ROOT_URLCONF="bench.plain_site",
    SECRET_KEY="of no site that is open to anybody",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", TEMPLATES)])
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.management import call_command
from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

USERNAME, PASSWORD = "sian", "a ladder for every school"
NOTES_EACH = 3


class Post(models.Model):
    """Something that was posted."""

    class Place(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        WHATSAPP = "whatsapp", "WhatsApp"
        OTHER = "other", "Somewhere else"

    title = models.CharField(max_length=120)
    text = models.TextField()
    happened_on = models.DateField()
    place = models.CharField(max_length=10, choices=Place.choices)
    is_open = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "plain"
        indexes = [models.Index(fields=["-happened_on", "-id"], name="plain_latest_first")]

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """What somebody said of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        app_label = "plain"

    def __str__(self) -> str:
        return self.text


class PostForm(forms.ModelForm[Post]):
    """A post to be added."""

    class Meta:
        model = Post
        fields = ["title", "text", "happened_on", "place"]


@login_required
def posts(request: HttpRequest) -> HttpResponse:
    """All posts, the latest first."""
    found = Post._default_manager.select_related("written_by").order_by("-happened_on", "-pk")
    return render(request, "list.html", {"page": Paginator(found, 25).get_page(request.GET.get("page"))})


@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One post with its notes."""
    post = get_object_or_404(Post._default_manager.select_related("written_by"), pk=pk)
    return render(
        request,
        "page.html",
        {"post": post, "notes": Note._default_manager.filter(post=post).select_related("by").order_by("pk")},
    )


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """Add a post."""
    form = PostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.written_by = request.user
        post = form.save()
        messages.success(request, "The post is added.")
        return redirect("page", pk=post.pk)
    return render(request, "form.html", {"title": "Add a post", "form": form})


urlpatterns = [
    path("", posts, name="list"),
    path("posts/<int:pk>/", page, name="page"),
    path("posts/new/", create, name="create"),
    path("accounts/login/", LoginView.as_view(template_name="form.html"), name="login"),
]
application = get_wsgi_application()


def fill(rows: int) -> None:
    """Make the tables, one user, and so many posts with their notes."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Post)
        editor.create_model(Note)
    by = User.objects.create_user(USERNAME, password=PASSWORD)
    first = dt.date(2023, 1, 1)
    added = Post._default_manager.bulk_create(
        [
            Post(
                title=f"Post {number} about the trip",
                text="They should all be ashamed of themselves.\n\nAnd the food was cold.",
                happened_on=first + dt.timedelta(days=number % 1400),
                place=Post.Place.values[number % 3],
                is_open=number % 4 == 0,
                written_by=by,
            )
            for number in range(rows)
        ],
        batch_size=500,
    )
    Note._default_manager.bulk_create(
        [Note(post=post, text=f"Note {number}", by=by) for post in added for number in range(NOTES_EACH)],
        batch_size=500,
    )


if __name__ == "__main__":
    Path(DATA_DIR).mkdir(parents=True, exist_ok=True)
    fill(int(sys.argv[1]))
