package io.github.fgaspring.validation;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A permission that rules name and the WorkOS environment does not have.
 *
 * @param slug the permission slug
 * @param methods the methods that require it
 * @param suggestion a permission of the environment that is written almost the same,
 * {@code null} if there is none
 */
public record UnknownPermission(String slug, List<String> methods, @Nullable String suggestion) {

	public UnknownPermission {
		Assert.hasText(slug, "slug cannot be empty");
		Assert.notEmpty(methods, "methods cannot be empty");
		methods = List.copyOf(methods);
	}

	/**
	 * One line that says what is wrong.
	 */
	@Override
	public String toString() {
		return "'" + this.slug + "'" + ((this.suggestion != null) ? ", did you mean '" + this.suggestion + "'?" : "")
				+ " (" + String.join(", ", this.methods) + ")";
	}

}
