"""How people sign in: nobody signs up, and every fault is said in words that help."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.http import HttpRequest

MISSING = {
    "login": "Enter your email address",
    "email": "Enter your email address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you use now",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
    "code": "Enter the code from your app",
}


class ClosedSignUp(DefaultAccountAdapter):
    """Nobody signs up: an Administrator adds the people of their school."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The email address or the password is wrong",
        "enter_current_password": "That is not the password that you use now",
        "incorrect_password": "That password is wrong",
        "too_many_login_attempts": "There were too many tries. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a visitor may make an account for themselves: never."""
        return False


class SecondStepWords(DefaultMFAAdapter):
    """What a second step says when it fails."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is wrong or has run out. Enter the code that your app shows now"
    }


def say_what_is_missing(form: forms.Form) -> None:
    """Give each empty field a sentence of its own, and an address its whole name."""
    for name, field in form.fields.items():
        field.error_messages["required"] = MISSING[name]
    for name in {"login", "email"} & form.fields.keys():
        form.fields[name].label = "Email address"


class SignIn(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)


class ForgottenPassword(ResetPasswordForm):
    """The address to send a link to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)


class NewPasswordByLink(ResetPasswordKeyForm):
    """A new password, twice, by somebody who followed the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)


class NewPassword(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)


class SecondStep(AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_what_is_missing(self)
