package io.github.fgaspring.emulator.model;

import java.util.List;

/**
 * A kind of resource and where it may hang in the tree.
 *
 * @param slug the slug, such as {@code project}
 * @param parents the slugs of the types that a resource of this type can be under; empty
 * for {@link #ORGANIZATION} only
 */
public record ResourceType(String slug, List<String> parents) {

	/**
	 * The slug of the type that every tree begins with.
	 */
	public static final String ORGANIZATION = "organization";

	public ResourceType {
		parents = List.copyOf(parents);
	}

}
