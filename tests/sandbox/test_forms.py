"""Faults from a file: what can't be read is said, and never what it holds."""

import pytest

from bot.sandbox import Fault
from bot.sandbox.forms import faults_in


def test_a_file_of_faults_holds_one_or_several():
    assert faults_in('{"kind": "gzip"}') == [Fault(kind="gzip")]
    assert faults_in('[{"kind": "error", "times": null, "share": 0.3, "subcode": 33}, {"kind": "gzip"}]') == [
        Fault(kind="error", times=None, share=0.3, subcode=33),
        Fault(kind="gzip"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "Expecting"),
        ("7", "should be"),
        ('{"kind": "gzip", "shares": 1}', "shares"),
        ('{"kind": "EAASECRETSECRET"}', "kind"),
        ('{"kind": "gzip", "share": 3}', "share from 0 to 1"),
        ('{"kind": "gzip", "times": "EAASECRETSECRET"}', "times"),
    ],
)
def test_what_is_wrong_with_them_is_said_without_repeating_it(text, word):
    with pytest.raises(ValueError, match=word) as wrong:
        faults_in(text)
    assert "SECRET" not in str(wrong.value)
