package io.github.fgaspring.benchmarks.emulator;

import java.net.http.HttpRequest;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.benchmarks.Floor;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.FgaEmulator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One check over HTTP in the big tree, on one connection that is kept alive. The floor is
 * the same exchange with a server that does nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
// The emulator sets this itself, and the bare server is to have it too.
@Fork(value = 1, jvmArgsAppend = "-Dsun.net.httpserver.nodelay=true")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EmulatorCheck {

	private static final String AUDITOR = BigTree.membership(3, 0);

	private static final String OTHER = BigTree.membership(3, 1);

	private static final String BY_EXTERNAL_ID = """
			{"permission_slug":"document:view","resource_type_slug":"document","resource_external_id":"%s"}"""
		.formatted(BigTree.lastDocument());

	private final FgaEmulator emulator = FgaEmulator.start(EmulatorConfig.defaults().withSeed(new BigTree().toJson()));

	private final CheckClient client = new CheckClient(this.emulator.baseUrl(), this.emulator.apiKey());

	private final HttpRequest grantedFiveLevelsUp = this.client.check(AUDITOR, BY_EXTERNAL_ID);

	private final HttpRequest grantedByResourceId = this.client.check(AUDITOR,
			"{\"permission_slug\":\"document:view\",\"resource_id\":\"%s\"}"
				.formatted(this.client.resourceId(BigTree.organization(3), "document", BigTree.lastDocument())));

	private final HttpRequest denied = this.client.check(OTHER, BY_EXTERNAL_ID);

	private final BareServer bareServer = BareServer.start();

	private final CheckClient bareClient = new CheckClient(this.bareServer.baseUrl(), this.emulator.apiKey());

	private final HttpRequest constant = this.bareClient.check(AUDITOR, BY_EXTERNAL_ID);

	/**
	 * Require the right answers, as a wrong one may be cheaper.
	 */
	@Setup
	public void requireAnswers() {
		this.client.requireAnswer(this.grantedFiveLevelsUp, true);
		this.client.requireAnswer(this.grantedByResourceId, true);
		this.client.requireAnswer(this.denied, false);
	}

	/**
	 * Stop both servers.
	 */
	@TearDown
	public void stop() {
		this.emulator.close();
		this.bareServer.close();
	}

	/**
	 * A constant answer.
	 * @return the answer
	 */
	@Benchmark
	public String bareServer() {
		return this.bareClient.send(this.constant);
	}

	/**
	 * A permission on a document from a role on its organization, five levels above.
	 * @return the answer
	 */
	@Benchmark
	@Floor("bareServer")
	public String grantedFiveLevelsUp() {
		return this.client.send(this.grantedFiveLevelsUp);
	}

	/**
	 * The same permission on the same document, named by its resource id.
	 * @return the answer
	 */
	@Benchmark
	@Floor("bareServer")
	public String grantedByResourceId() {
		return this.client.send(this.grantedByResourceId);
	}

	/**
	 * The same question for a membership with as many roles, none of which grants it.
	 * @return the answer
	 */
	@Benchmark
	@Floor("bareServer")
	public String denied() {
		return this.client.send(this.denied);
	}

}
