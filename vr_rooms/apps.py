"""The Django app of rooms."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class VrRoomsConfig(AppConfig):
    name = "vr_rooms"
    verbose_name = _("360° rooms")

    def ready(self) -> None:
        from vr_rooms import permissions, receivers

        # Before anything asks for a policy: Wagtail would make one that ignores collections.
        permissions.register()
        # Permissions are made app by app after migrating, in this order: after the last one that has models, all are there.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(receivers.roles_after_migrating, sender=last)
