"""Packs made for meetings of the governing body."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from governors.querysets import GovernorPackQuerySet
from people.models import School
from web.files import private_files


class GovernorPack(models.Model):
    """A pack made for a meeting of the governing body: its bytes as they were made, and their hash."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="governor_packs")
    meeting_on = models.DateField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    form_token = models.UUIDField()
    file = models.FileField(storage=private_files, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    objects: ClassVar[GovernorPackQuerySet] = GovernorPackQuerySet.as_manager()  # type: ignore[assignment]  # queryset

    class Meta:
        ordering = ["-meeting_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "form_token"], name="governors_pack_once"),
        ]

    def __str__(self) -> str:
        return f"Pack for {self.meeting_on}"
