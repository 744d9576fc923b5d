"""What a page sends of itself while somebody types."""

from __future__ import annotations

import json

from django import forms
from django.core.exceptions import ValidationError

from cases.drafts.services import Fields
from msa.web.forms import Form

#: As much as a locked session keeps of a form (msa.accounts.held).
LONGEST = 200_000


class Named(Form):
    """A draft by its id, which its page was given."""

    draft = forms.UUIDField()


class Typed(Named):
    """A draft with all that is typed in it."""

    typed = forms.CharField(max_length=2 * LONGEST)

    def clean_typed(self) -> Fields:
        """Return the fields as pairs of name and value.

        Raises:
            ValidationError: it is no list of such pairs, or more than anybody types.
        """
        try:
            sent = json.loads(self.cleaned_data["typed"])
            pairs = [(name, value) for name, value in sent]
        except (TypeError, ValueError) as fault:
            raise ValidationError("no fields") from fault
        words = [word for pair in pairs for word in pair]
        if not all(isinstance(word, str) for word in words):
            raise ValidationError("no words")
        if sum(map(len, words)) > LONGEST:
            raise ValidationError("too long")
        return pairs
