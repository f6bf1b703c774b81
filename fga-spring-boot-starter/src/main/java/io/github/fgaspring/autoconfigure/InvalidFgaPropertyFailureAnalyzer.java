package io.github.fgaspring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidFgaPropertyException}.
 */
class InvalidFgaPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidFgaPropertyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidFgaPropertyException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.getAction(), cause);
	}

}
