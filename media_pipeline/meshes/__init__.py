"""3D objects: checking a GLB, rendering its poster."""
