package io.github.fgaspring.test;

import java.util.List;

import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on what an {@link FgaStub} was asked since it was reset.
 */
public final class FgaStubAssert extends AbstractAssert<FgaStubAssert, FgaStub> {

	FgaStubAssert(FgaStub stub) {
		super(stub, FgaStubAssert.class);
	}

	/**
	 * Verifies that the stub was asked for a permission, at least once.
	 * @param permission the permission slug
	 * @return assertions on these questions
	 * @throws AssertionError if it was not
	 */
	public FgaQuestionsAssert wasAsked(String permission) {
		isNotNull();
		List<StubbedQuestion> asked = this.actual.asked();
		return new FgaQuestionsAssert("'" + permission + "'", asked, asked)
			.matching((question) -> question.permission().equals(permission));
	}

	/**
	 * Verifies that the stub was not asked for a permission, whatever the resource.
	 * @param permission the permission slug
	 * @return this
	 * @throws AssertionError if it was
	 */
	public FgaStubAssert wasNotAsked(String permission) {
		isNotNull();
		if (this.actual.asked().stream().anyMatch((question) -> question.permission().equals(permission))) {
			failWithMessage("%s", "Expected no question for '" + permission + "'"
					+ FgaQuestionsAssert.butWasAsked(this.actual.asked()));
		}
		return this;
	}

	/**
	 * Verifies that the stub was not asked at all, because the session decided, or nobody
	 * did.
	 * @return this
	 * @throws AssertionError if it was
	 */
	public FgaStubAssert wasNotAsked() {
		isNotNull();
		if (!this.actual.asked().isEmpty()) {
			failWithMessage("%s", "Expected no question" + FgaQuestionsAssert.butWasAsked(this.actual.asked()));
		}
		return this;
	}

	/**
	 * Verifies how often the stub was asked.
	 * @param times the number of questions
	 * @return this
	 * @throws AssertionError if it was asked more or less often
	 */
	public FgaStubAssert wasAskedTimes(int times) {
		isNotNull();
		if (this.actual.asked().size() != times) {
			failWithMessage("%s",
					"Expected " + times + " question(s)" + FgaQuestionsAssert.butWasAsked(this.actual.asked()));
		}
		return this;
	}

}
