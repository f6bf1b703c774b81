package io.github.fgaspring.test;

import java.util.List;
import java.util.function.Predicate;

import io.github.fgaspring.decision.ResourceReference;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on some of the questions that an {@link FgaStub} was asked. Each narrows
 * them further, and fails if none is left.
 */
public final class FgaQuestionsAssert extends AbstractAssert<FgaQuestionsAssert, List<?>> {

	private final String expectation;

	private final List<StubbedQuestion> candidates;

	private final List<StubbedQuestion> all;

	FgaQuestionsAssert(String expectation, List<StubbedQuestion> candidates, List<StubbedQuestion> all) {
		super(candidates, FgaQuestionsAssert.class);
		this.expectation = expectation;
		this.candidates = candidates;
		this.all = all;
	}

	/**
	 * Verifies that one was about a resource, named by the application's own id.
	 * @param type the resource type slug
	 * @param externalId the id
	 * @return assertions on the questions about it
	 * @throws AssertionError if none was
	 */
	public FgaQuestionsAssert on(String type, String externalId) {
		return on(ResourceReference.external(type, externalId));
	}

	/**
	 * Verifies that one was about a resource.
	 * @param resource the resource
	 * @return assertions on the questions about it
	 * @throws AssertionError if none was
	 */
	public FgaQuestionsAssert on(ResourceReference resource) {
		return narrow(" on " + StubbedQuestion.describe(resource))
			.matching((question) -> question.resource().equals(resource));
	}

	/**
	 * Verifies that one was asked on behalf of a membership.
	 * @param membershipId the id of the organization membership
	 * @return assertions on the questions on its behalf
	 * @throws AssertionError if none was
	 */
	public FgaQuestionsAssert by(String membershipId) {
		return narrow(" for " + membershipId).matching((question) -> membershipId.equals(question.membershipId()));
	}

	/**
	 * Verifies how many they are.
	 * @param number the number of questions
	 * @return this
	 * @throws AssertionError if they are more or less
	 */
	public FgaQuestionsAssert times(int number) {
		if (this.candidates.size() != number) {
			failWithMessage("%s",
					"Expected " + number + " question(s) for " + this.expectation + butWasAsked(this.all));
		}
		return this;
	}

	private FgaQuestionsAssert narrow(String expectation) {
		return new FgaQuestionsAssert(this.expectation + expectation, this.candidates, this.all);
	}

	FgaQuestionsAssert matching(Predicate<StubbedQuestion> condition) {
		List<StubbedQuestion> matching = this.candidates.stream().filter(condition).toList();
		if (matching.isEmpty()) {
			failWithMessage("%s", "Expected a question for " + this.expectation + butWasAsked(this.all));
		}
		return new FgaQuestionsAssert(this.expectation, matching, this.all);
	}

	static String butWasAsked(List<StubbedQuestion> questions) {
		if (questions.isEmpty()) {
			return ", but was not asked";
		}
		StringBuilder message = new StringBuilder(", but was asked:");
		questions.forEach((question) -> message.append(System.lineSeparator()).append("- ").append(question));
		return message.toString();
	}

}
