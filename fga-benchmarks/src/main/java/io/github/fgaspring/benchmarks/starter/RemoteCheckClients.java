package io.github.fgaspring.benchmarks.starter;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.workos.WorkOS;
import com.workos.authorization.ResourceTarget;
import dev.openfga.OpenFga;
import dev.openfga.OpenFgaExceptionHandler;
import dev.openfga.sdk.api.client.OpenFgaClient;
import dev.openfga.sdk.api.configuration.ClientConfiguration;
import dev.openfga.sdk.errors.FgaInvalidParameterException;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionConverter;
import io.github.fgaspring.benchmarks.Floor;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.PermissionChecker;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.PermissionQuestion;
import io.github.fgaspring.decision.ResourceReference;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.ThreadParams;

import org.springframework.security.oauth2.jwt.Jwt;

/**
 * One check at a server in another process that answers at once, on connections that are
 * kept alive. Each thread asks about a resource of its own, so that no answer can be
 * shared. The floor is the JDK's client without anything around it; the peers are OkHttp,
 * the vendor's SDK, and the bean of OpenFGA's starter, which sends another question to
 * another endpoint and is only loosely comparable. Ours is the application's
 * {@link PermissionChecker}, with all that is around the call: claims, which do not
 * answer, deadline, bulkhead, circuit breaker, retries.
 */
public abstract class RemoteCheckClients {

	private static final String MEMBERSHIP = "om_01HZY2QWERTYUIOPASDFGHJKLZ";

	private static final String API_KEY = "sk_test_benchmark";

	private static final String PERMISSION = "document:edit";

	private static final String PATH = "/authorization/organization_memberships/" + MEMBERSHIP + "/check";

	/**
	 * Ask with the JDK's client.
	 * @param jdk the client
	 * @param resource the resource
	 * @return the answer
	 * @throws Exception if there is none
	 */
	@Benchmark
	public String rawJdkHttpClient(Jdk jdk, Resource resource) throws Exception {
		return jdk.check(resource);
	}

	/**
	 * Ask with OkHttp.
	 * @param okHttp the client
	 * @param resource the resource
	 * @return the answer
	 * @throws Exception if there is none
	 */
	@Benchmark
	@Floor("rawJdkHttpClient")
	public String okHttp(Ok okHttp, Resource resource) throws Exception {
		return okHttp.check(resource);
	}

	/**
	 * Ask with the vendor's SDK.
	 * @param sdk the client
	 * @param resource the resource
	 * @return the answer
	 */
	@Benchmark
	@Floor("rawJdkHttpClient")
	public boolean workosSdk(Sdk sdk, Resource resource) {
		return sdk.check(resource);
	}

	/**
	 * Ask with the bean of OpenFGA's starter.
	 * @param bean the bean
	 * @param resource the resource
	 * @return the answer
	 */
	@Benchmark
	@Floor("rawJdkHttpClient")
	public boolean openFgaBean(OpenFgaBean bean, Resource resource) {
		return bean.check(resource);
	}

	/**
	 * Ask with the starter.
	 * @param ours the checker
	 * @param resource the resource
	 * @return the answer
	 */
	@Benchmark
	@Floor("rawJdkHttpClient")
	public @Nullable PermissionDecision ours(Ours ours, Resource resource) {
		return ours.check(resource);
	}

	/**
	 * What a thread asks about.
	 */
	@State(Scope.Thread)
	public static class Resource {

		private String externalId = "";

		/**
		 * Have one for each thread.
		 * @param thread the thread
		 */
		@Setup
		public void name(ThreadParams thread) {
			this.externalId = "document_" + thread.getThreadIndex();
		}

		private String body() {
			return "{\"permission_slug\":\"" + PERMISSION + "\",\"resource_type_slug\":\"document\","
					+ "\"resource_external_id\":\"" + this.externalId + "\"}";
		}

	}

	/**
	 * The server.
	 */
	public abstract static class Client {

		private final LoopbackServer server = LoopbackServer.start();

		final URI baseUrl() {
			return this.server.baseUrl();
		}

		/**
		 * Stop the server.
		 */
		@TearDown
		public void stop() {
			this.server.close();
		}

	}

	/**
	 * The JDK.
	 */
	@State(Scope.Benchmark)
	public static class Jdk extends Client {

		private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

		private final URI uri = baseUrl().resolve(PATH);

		private String check(Resource resource) throws IOException, InterruptedException {
			HttpRequest request = HttpRequest.newBuilder(this.uri)
				.header("Authorization", "Bearer " + API_KEY)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(resource.body()))
				.build();
			String answer = send(request);
			Ways.require(answer.contains("true"), answer);
			return answer;
		}

		private String send(HttpRequest request) throws IOException, InterruptedException {
			try {
				return this.client.send(request, BodyHandlers.ofString()).body();
			}
			catch (IOException ex) {
				// With many threads on few cores the client sometimes closes a connection
				// that it has just taken from its pool.
				return this.client.send(request, BodyHandlers.ofString()).body();
			}
		}

	}

	/**
	 * OkHttp.
	 */
	@State(Scope.Benchmark)
	public static class Ok extends Client {

		private final OkHttpClient client = new OkHttpClient();

		private final String url = baseUrl().resolve(PATH).toString();

		private final MediaType json = MediaType.get("application/json");

		private String check(Resource resource) throws IOException {
			Request request = new Request.Builder().url(this.url)
				.header("Authorization", "Bearer " + API_KEY)
				.post(RequestBody.create(resource.body(), this.json))
				.build();
			try (Response response = this.client.newCall(request).execute()) {
				String answer = response.body().string();
				Ways.require(answer.contains("true"), answer);
				return answer;
			}
		}

	}

	/**
	 * The vendor's SDK.
	 */
	@State(Scope.Benchmark)
	public static class Sdk extends Client {

		private final WorkOS workOs = WorkOS.builder()
			.apiKey(API_KEY)
			.clientId("client_benchmark")
			.apiBaseUrl(baseUrl().toString())
			.build();

		private boolean check(Resource resource) {
			boolean authorized = this.workOs.getAuthorization()
				.check(MEMBERSHIP, new ResourceTarget.ByExternalId(resource.externalId, "document"), PERMISSION)
				.getAuthorized();
			Ways.require(authorized, "refusal");
			return authorized;
		}

	}

	/**
	 * OpenFGA's starter.
	 */
	@State(Scope.Benchmark)
	public static class OpenFgaBean extends Client {

		// Made as the auto-configuration does.
		private final OpenFga bean = new OpenFga(client(baseUrl()), new OpenFgaExceptionHandler());

		private static OpenFgaClient client(URI baseUrl) {
			try {
				return new OpenFgaClient(
						new ClientConfiguration().apiUrl(baseUrl.toString()).storeId("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
			}
			catch (FgaInvalidParameterException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private boolean check(Resource resource) {
			boolean allowed = this.bean.check("document", resource.externalId, "edit", "user", MEMBERSHIP);
			Ways.require(allowed, "refusal");
			return allowed;
		}

	}

	/**
	 * The starter.
	 */
	@State(Scope.Benchmark)
	public static class Ours extends Client {

		private final StarterApplication application = StarterApplication.start(baseUrl(), API_KEY, "client_benchmark");

		private final PermissionChecker checker = this.application.bean(PermissionChecker.class);

		private final FgaSession session = this.application.bean(FgaSessionConverter.class)
			.convert(token())
			.getPrincipal();

		private static Jwt token() {
			Instant now = Instant.now();
			return Jwt.withTokenValue("token")
				.header("alg", "RS256")
				.issuer("https://api.workos.com")
				.subject("user_benchmark")
				.claim("sid", "session_benchmark")
				.claim("org_id", "org_benchmark")
				.claim("organization_membership_id", MEMBERSHIP)
				.claim("permissions", List.of("document:view"))
				.issuedAt(now)
				.expiresAt(now.plus(Duration.ofHours(1)))
				.build();
		}

		private @Nullable PermissionDecision check(Resource resource) {
			PermissionDecision decision = this.checker.check(new PermissionQuestion(this.session, PERMISSION,
					ResourceReference.external("document", resource.externalId), false));
			Ways.require(decision != null && decision.isGranted() && decision.source() == DecisionSource.REMOTE,
					"decision");
			return decision;
		}

		/**
		 * Stop the application and the server.
		 */
		@Override
		@TearDown
		public void stop() {
			this.application.close();
			super.stop();
		}

	}

}
