"""Sectors, promo videos, partners and what they offer, in the database."""

from cms.models.activities import Activity
from cms.models.home import HomePage
from cms.models.partners import Organisation
from cms.models.promos import PromoVideoPage
from cms.models.sectors import SectorPage

__all__ = ["Activity", "HomePage", "Organisation", "PromoVideoPage", "SectorPage"]
