"""What an organisation hides, renames, moves or asks of everybody in its forms."""

from __future__ import annotations

from django.apps import AppConfig


class FormSettingsConfig(AppConfig):
    name = "cases.form_settings"
    label = "form_settings"
    verbose_name = "Form settings"
