"""The procedural demo data: four products and two body regions, good and defective, made from a seed."""

from core.data.demo.generator import VERSION, generate
from core.data.demo.plan import CATEGORIES, Job, all_jobs

__all__ = ["CATEGORIES", "VERSION", "Job", "all_jobs", "generate"]
