package io.github.fgaspring.authorization;

import java.util.List;

/**
 * Methods demand a permission, or a recent authentication, that nobody would enforce, or
 * that cannot be decided, or return what nobody would filter. The application must not
 * start.
 */
public class UnprotectedAnnotationException extends IllegalStateException {

	private final List<String> problems;

	UnprotectedAnnotationException(List<String> problems) {
		super("Permission rules that would not be enforced:" + System.lineSeparator() + "- "
				+ String.join(System.lineSeparator() + "- ", problems));
		this.problems = List.copyOf(problems);
	}

	/**
	 * What is wrong, one entry for each method.
	 * @return at least one problem
	 */
	public List<String> getProblems() {
		return this.problems;
	}

}
