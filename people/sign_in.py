"""How people sign in: nobody signs up, and every fault is said in words that help."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
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


def in_our_words(form: Any) -> Any:
    """A form of allauth with a sentence of its own for each empty field, and an address by its whole name."""

    class InOurWords(form):  # type: ignore[misc]  # allauth has no types
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name, field in self.fields.items():
                field.error_messages["required"] = MISSING[name]
                if name in {"login", "email"}:
                    field.label = "Email address"

    return InOurWords


SignIn = in_our_words(LoginForm)
ForgottenPassword = in_our_words(ResetPasswordForm)
NewPasswordByLink = in_our_words(ResetPasswordKeyForm)
NewPassword = in_our_words(ChangePasswordForm)
SecondStep = in_our_words(AuthenticateForm)
