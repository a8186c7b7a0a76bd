"""The site in a real browser. What the walks assert is explained as fully as what a test asserts."""

import pytest

pytest.register_assert_rewrite("tests.browser.looking", "tests.browser.walking", "tests.browser.working_a_case")
