import pytest

from bot.intake.obstacles import obstacle


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<form><input type="password" name="p"></form>', "login"),
        ("<input type = 'PASSWORD'>", "login"),
        ("<html><script src='/cdn-cgi/challenge-platform/x.js'></script></html>", "guard"),
        ("<div id='captcha'></div><input type=password>", "guard"),  # a protection that also lets its own people in
        ("<h1>Trang chủ</h1><p>mật khẩu</p>", "other"),
        ("", "other"),
    ],
)
def test_what_stands_in_the_place_of_what_was_asked_for(text, told):
    assert obstacle(text, guard="guard", login="login", otherwise="other") == told
