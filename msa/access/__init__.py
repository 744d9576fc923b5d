"""Who may: refusals with a reason, and guardian's grants behind one door."""
