"""What a visitor is told in each modelled workplace: viewpoints, named points, descriptions in Dutch and English."""
