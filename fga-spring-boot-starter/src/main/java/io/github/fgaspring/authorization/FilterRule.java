package io.github.fgaspring.authorization;

import org.springframework.expression.Expression;

/**
 * What one method leaves out of what it returns: its annotation with placeholders filled,
 * checked, and prepared for evaluation.
 *
 * @param origin names the method
 * @param permission the permission slug
 * @param resourceType the slug of the type that external ids are of
 * @param id yields the resource of an element
 * @param returnType what the method returns
 * @param result takes that apart
 */
record FilterRule(String origin, String permission, String resourceType, Expression id, Class<?> returnType,
		FilterableResult result) {

	/**
	 * Names the method and what it filters by, for messages.
	 */
	@Override
	public String toString() {
		return this.origin + " filters by [" + this.permission + "]";
	}

}
