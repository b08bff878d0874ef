"""The Django project and the editors' house: sectors, promo videos, activities, the website's API and the catalog."""
