package io.github.fgaspring.benchmarks.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.benchmarks.application.Comparison.Side;
import io.github.fgaspring.benchmarks.application.variant.Variant;

/**
 * What the applications need around them: the stand-in for WorkOS, its keys and tokens.
 */
final class Environment implements AutoCloseable {

	private final ClassPaths classPaths;

	private final Path directory = Files.createTempDirectory("fga-benchmarks");

	private final Path keySet = this.directory.resolve("jwks.json");

	private final Path publicKey = this.directory.resolve("public.pem");

	private final JvmProcess upstream;

	private final String baseUrl;

	private final String memberToken;

	private final String strangerToken;

	Environment(ClassPaths classPaths, Duration upstreamDelay) throws IOException, GeneralSecurityException {
		this.classPaths = classPaths;
		SessionTokens tokens = new SessionTokens();
		Files.writeString(this.keySet, tokens.keySet());
		Files.writeString(this.publicKey, tokens.publicKey());
		this.upstream = JvmProcess.start(List.of("-Xmx128m", "-classpath", classPaths.ownClasses()), Upstream.class,
				List.of(this.keySet.toString(), Long.toString(upstreamDelay.toMillis())));
		this.baseUrl = "http://127.0.0.1:" + this.upstream.port();
		this.memberToken = tokens.member(this.baseUrl);
		this.strangerToken = tokens.stranger(this.baseUrl);
	}

	String memberToken() {
		return this.memberToken;
	}

	String strangerToken() {
		return this.strangerToken;
	}

	/**
	 * Starts an application. It may not be ready yet.
	 */
	JvmProcess start(Side side) {
		Variant variant = side.variant();
		List<String> args = new ArrayList<>(List.of(variant.name(), "--server.port=0",
				// Tomcat closes a connection after 100 requests, which nobody here is
				// interested in.
				"--server.tomcat.max-keep-alive-requests=-1"));
		List<String> own = switch (variant) {
			case UNPROTECTED -> List.of();
			case BARE_FILTER -> List.of("--bench.tokens=" + this.memberToken + "," + this.strangerToken);
			case STOCK -> List.of(stock("public-key-location=file:" + this.publicKey),
					stock("authorities-claim-name=permissions"), stock("authority-prefix="));
			case STARTER -> List.of("--fga.api-key=sk_benchmark", "--fga.client-id=client_benchmark",
					"--fga.base-url=" + this.baseUrl);
		};
		args.addAll(own);
		args.addAll(side.properties());
		return JvmProcess.start(
				List.of("-Xms512m", "-Xmx512m", "-classpath", this.classPaths.with(variant.dependencies())),
				Variant.class, args);
	}

	private static String stock(String property) {
		return "--spring.security.oauth2.resourceserver.jwt." + property;
	}

	/**
	 * How many checks the API has answered.
	 */
	long checks() {
		return Long.parseLong(PlainClient.get(this.baseUrl + Upstream.COUNT_PATH, null).body());
	}

	@Override
	public void close() throws IOException {
		this.upstream.close();
		Files.delete(this.keySet);
		Files.delete(this.publicKey);
		Files.delete(this.directory);
	}

}
