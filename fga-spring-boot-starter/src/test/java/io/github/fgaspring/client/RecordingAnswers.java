package io.github.fgaspring.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Answers as a test tells it to, and knows what it was asked.
 */
final class RecordingAnswers implements RemoteAnswers {

	private final List<RemoteQuestion> questions = new CopyOnWriteArrayList<>();

	private final List<List<RemoteQuestion>> batches = new CopyOnWriteArrayList<>();

	private volatile Function<RemoteQuestion, RemoteAnswer> answer = (question) -> {
		throw new AssertionError("Asked unexpectedly");
	};

	RecordingAnswers answer(Function<RemoteQuestion, RemoteAnswer> answer) {
		this.answer = answer;
		return this;
	}

	RecordingAnswers answer(RemoteAnswer answer) {
		return answer((question) -> answer);
	}

	RecordingAnswers fail(RuntimeException failure) {
		return answer((question) -> {
			throw failure;
		});
	}

	List<RemoteQuestion> questions() {
		return this.questions;
	}

	List<List<RemoteQuestion>> batches() {
		return this.batches;
	}

	@Override
	public List<RemoteAnswer> findAll(List<RemoteQuestion> questions) {
		this.batches.add(questions);
		return RemoteAnswers.super.findAll(questions);
	}

	@Override
	public RemoteAnswer find(RemoteQuestion question) {
		this.questions.add(question);
		return this.answer.apply(question);
	}

}
