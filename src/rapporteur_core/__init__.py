"""Text and maths of Rapporteur: plain values in, plain values out. No Django, database, clock or unseeded chance."""
