package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.authorization.UnprotectedAnnotationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnprotectedAnnotationException}.
 */
class UnprotectedAnnotationFailureAnalyzer extends AbstractFailureAnalyzer<UnprotectedAnnotationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnprotectedAnnotationException cause) {
		String problems = String.join(System.lineSeparator() + "    - ", cause.getProblems());
		return new FailureAnalysis(
				"These methods carry @RequiresPermission, @FilterPermitted or @RequiresRecentAuthentication, but would be"
						+ " entered without a decision or return more than is permitted, or what they demand cannot be decided:"
						+ System.lineSeparator() + "    - " + problems,
				"Correct the annotation, or make the method one that Spring can intercept: not private, static or"
						+ " final, in a class that is not final, of a bean that Spring creates.",
				cause);
	}

}
