package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.fgaspring.benchmarks.application.Comparison.Side;
import io.github.fgaspring.benchmarks.application.LoadGenerator.Answers;
import org.jspecify.annotations.Nullable;

/**
 * A running application that is asked for one path.
 */
final class Target implements AutoCloseable {

	private final JvmProcess application;

	private final Side side;

	private final Environment environment;

	private final LoadGenerator load;

	Target(JvmProcess application, Side side, Environment environment, int connections) throws IOException {
		this.application = application;
		this.side = side;
		this.environment = environment;
		this.load = new LoadGenerator(application.port(), side.path(), environment.memberToken(), connections,
				side.status());
	}

	/**
	 * Requires that the application answers as it should: whoever lets everybody in is
	 * fast, too.
	 * @return the body of the right answer
	 */
	String check() {
		String body = ask(this.environment.memberToken(), this.side.status());
		ask(null, this.side.isProtected() ? 401 : 200);
		ask(this.environment.strangerToken(), this.side.isProtected() ? 403 : 200);
		return body;
	}

	private String ask(@Nullable String token, int status) {
		String url = "http://127.0.0.1:%d%s1".formatted(this.application.port(), this.side.path());
		HttpResponse<String> answer = PlainClient.get(url, token);
		if (answer.statusCode() != status) {
			throw new IllegalStateException("%s answers %d and not %d: %s".formatted(this.side, answer.statusCode(),
					status, this.application.output()));
		}
		return answer.body();
	}

	/**
	 * Asks, whatever is answered: calls of a JVM that is cold may run into time limits.
	 */
	void warmUp(Duration duration, Duration rest) {
		run(duration, rest);
	}

	/**
	 * Asks and measures. Every answer must be the right one.
	 */
	Round measure(Duration duration, Duration rest) {
		long checks = this.environment.checks();
		CpuTime before = CpuTime.of(this.application.handle());
		Answers answers = run(duration, rest);
		CpuTime after = CpuTime.of(this.application.handle());
		if (!answers.unexpected().isEmpty()) {
			throw new IllegalStateException(
					"%s answers %s: %s".formatted(this.side, answers.unexpected().get(0), this.application.output()));
		}
		Round round = Round.of(answers, before, after);
		requireChecks(round.requests(), this.environment.checks() - checks);
		return round;
	}

	// More are as good: a check may have been made twice.
	private void requireChecks(long requests, long checks) {
		if (this.side.checks() ? checks < requests : checks > 0) {
			throw new IllegalStateException(
					"%s has asked the API %d times for %d requests".formatted(this.side, checks, requests));
		}
	}

	private Answers run(Duration duration, Duration rest) {
		try {
			return this.load.run(duration, rest);
		}
		catch (IOException ex) {
			throw new IllegalStateException("%s: %s".formatted(this.side, this.application.output()), ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.load.close();
	}

}
