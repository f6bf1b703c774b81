package io.github.fgaspring.benchmarks.application.variant;

import java.util.List;

/**
 * What every application answers.
 *
 * @param id the id in the path
 * @param name a name
 * @param description a few sentences
 * @param tags words
 */
record Project(String id, String name, String description, List<String> tags) {

	private static final String DESCRIPTION = "A project with as much text as a small answer has. ".repeat(12);

	static Project of(String id) {
		return new Project(id, "Project " + id, DESCRIPTION, List.of("web", "mobile", "research"));
	}

}
