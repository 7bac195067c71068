"""What a document's tables and text say: labels, regions, claims, statements, subjects and records, in this order."""
