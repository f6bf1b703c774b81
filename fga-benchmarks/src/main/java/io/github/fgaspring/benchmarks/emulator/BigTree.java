package io.github.fgaspring.benchmarks.emulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.fgaspring.emulator.seed.Seed;

/**
 * A seed of 5 organizations with 5,000 resources, 100 memberships and 2,000 role
 * assignments each. The resources are a tree of five levels below the organization
 * itself. Every organization has the same external ids, as two customers may well have.
 */
final class BigTree {

	private static final int ORGANIZATIONS = 5;

	private static final int MEMBERSHIPS_PER_ORGANIZATION = 100;

	private static final int ASSIGNMENTS_PER_MEMBERSHIP = 20;

	private static final List<Level> LEVELS = List.of(new Level("area", 5), new Level("workspace", 20),
			new Level("project", 100), new Level("folder", 875), new Level("document", 4000));

	private static final Level PROJECT = LEVELS.get(2);

	private static final Level DOCUMENT = LEVELS.get(4);

	// Flow mappings that are JSON as well as YAML, by section.
	private final Map<String, List<String>> entries = new LinkedHashMap<>();

	BigTree() {
		addAccessModel();
		addAccounts();
		addResources();
		addAssignments();
	}

	/**
	 * The seed as people write it, with one line for each entry.
	 */
	Seed toYaml() {
		StringBuilder yaml = new StringBuilder();
		this.entries.forEach((section, lines) -> {
			yaml.append(section).append(":\n");
			lines.forEach((line) -> yaml.append("  - ").append(line).append('\n'));
		});
		return Seed.of(yaml.toString());
	}

	/**
	 * The seed as programs write it.
	 */
	Seed toJson() {
		return Seed.of(this.entries.entrySet()
			.stream()
			.map((section) -> "\"%s\": [\n%s]".formatted(section.getKey(), String.join(",\n", section.getValue())))
			.collect(Collectors.joining(",\n", "{", "}")));
	}

	static String organization(int number) {
		return "org_" + number;
	}

	/**
	 * A membership. The first one of each organization may view everything below it, the
	 * others only the project of their own number and some documents.
	 */
	static String membership(int organization, int number) {
		return "om_%d_%d".formatted(organization, number);
	}

	/**
	 * The document that is the last one in every tree, five levels below its
	 * organization.
	 */
	static String lastDocument() {
		return DOCUMENT.externalId(DOCUMENT.size() - 1);
	}

	private void addAccessModel() {
		String parent = "organization";
		for (Level level : LEVELS) {
			add("resource-types", "{'slug': '%s', 'parents': ['%s']}", level.type(), parent);
			add("permissions", "{'slug': '%s:view', 'resource-type': '%s'}", level.type(), level.type());
			parent = level.type();
		}
		add("roles", "{'slug': 'member'}");
		add("roles", "{'slug': 'auditor', 'permissions': ['document:view']}");
		add("roles", "{'slug': 'project-viewer', 'resource-type': 'project', 'permissions': ['document:view']}");
		add("roles", "{'slug': 'document-viewer', 'resource-type': 'document', 'permissions': ['document:view']}");
	}

	private void addAccounts() {
		for (int number = 0; number < MEMBERSHIPS_PER_ORGANIZATION; number++) {
			add("users", "{'id': 'user_%d', 'email': 'user%d@example.test'}", number, number);
		}
		for (int organization = 0; organization < ORGANIZATIONS; organization++) {
			add("organizations", "{'id': '%s'}", organization(organization));
			for (int number = 0; number < MEMBERSHIPS_PER_ORGANIZATION; number++) {
				add("memberships", "{'id': '%s', 'user': 'user_%d', 'organization': '%s'}",
						membership(organization, number), number, organization(organization));
			}
		}
	}

	private void addResources() {
		for (int organization = 0; organization < ORGANIZATIONS; organization++) {
			for (int level = 0; level < LEVELS.size(); level++) {
				for (int number = 0; number < LEVELS.get(level).size(); number++) {
					addResource(organization, level, number);
				}
			}
		}
	}

	private void addResource(int organization, int level, int number) {
		String parent = "";
		if (level > 0) {
			Level above = LEVELS.get(level - 1);
			parent = ", 'parent': " + above.reference(number % above.size());
		}
		String externalId = LEVELS.get(level).externalId(number);
		add("resources", "{'type': '%s', 'external-id': '%s', 'name': '%s', 'organization': '%s'%s}",
				LEVELS.get(level).type(), externalId, externalId, organization(organization), parent);
	}

	private void addAssignments() {
		for (int organization = 0; organization < ORGANIZATIONS; organization++) {
			for (int number = 0; number < MEMBERSHIPS_PER_ORGANIZATION; number++) {
				addAssignments(membership(organization, number), number);
			}
		}
	}

	private void addAssignments(String membership, int number) {
		for (int document = 1; document < ASSIGNMENTS_PER_MEMBERSHIP; document++) {
			add("assignments", "{'membership': '%s', 'role': 'document-viewer', 'resource': %s}", membership,
					DOCUMENT.reference(number * ASSIGNMENTS_PER_MEMBERSHIP + document));
		}
		if (number == 0) {
			add("assignments", "{'membership': '%s', 'role': 'auditor'}", membership);
		}
		else {
			add("assignments", "{'membership': '%s', 'role': 'project-viewer', 'resource': %s}", membership,
					PROJECT.reference(number));
		}
	}

	private void add(String section, String entry, Object... values) {
		this.entries.computeIfAbsent(section, (name) -> new ArrayList<>())
			.add(entry.formatted(values).replace('\'', '"'));
	}

	/**
	 * The resources of one type in one organization.
	 */
	private record Level(String type, int size) {

		String externalId(int number) {
			return this.type + "-" + number;
		}

		String reference(int number) {
			return "{'type': '%s', 'external-id': '%s'}".formatted(this.type, externalId(number));
		}

	}

}
