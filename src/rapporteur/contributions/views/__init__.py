"""Pages of contributions: public ones, those of authors, those of the desk."""
