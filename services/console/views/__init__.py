"""What the services publish and what stands in the topics, read for a terminal or a page. Changes nothing."""
