package io.github.fgaspring.emulator;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import io.github.fgaspring.emulator.RawRequest.RawResponse;
import io.github.fgaspring.emulator.http.Route;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

/**
 * Sends 10,000 requests that nobody would write by hand. A failure names the seed; run
 * that one alone with {@code -Dfga.random-requests.seed=<seed>}.
 */
class RandomRequestsTests {

	private static final String SEED_PROPERTY = "fga.random-requests.seed";

	private static final int SEEDS = 5;

	private static final int REQUESTS_PER_SEED = 2000;

	private static final String SIGN_IN_PAGE = "/user_management/authorize";

	private static final Pattern PROBLEM = Pattern.compile("role=\"alert\">([^<]+)<");

	private static final Pattern INTERNAL = Pattern
		.compile("Exception|Caused by|\\b(java|javax|jdk|sun|com\\.sun|tools\\.jackson|io\\.github)\\.[a-z]");

	static LongStream seeds() {
		Long seed = Long.getLong(SEED_PROPERTY);
		return (seed != null) ? LongStream.of(seed) : LongStream.rangeClosed(1, SEEDS);
	}

	// Every seed begins with a new emulator: random requests delete what there is.
	@ParameterizedTest
	@MethodSource("seeds")
	void answerWhenRequestsAreRandomThenIsNeverAFailure(long seed) {
		Set<Integer> statuses = new HashSet<>();
		try (FgaEmulator emulator = AcmeEmulator.start()) {
			RandomRequests requests = requests(seed, emulator);
			for (int i = 0; i < REQUESTS_PER_SEED; i++) {
				RawRequest request = requests.next();
				String description = "Seed %d, request %d: %s".formatted(seed, i, request);
				// A fault that was injected may do exactly what must not happen here.
				emulator.clearFaults();
				RawResponse response = send(emulator, request, description);
				if (response != null) {
					statuses.add(response.status());
					requests.learn(assertAnswer(request, response, description));
				}
			}
		}
		assertThat(statuses).contains(200, 201, 204, 401, 404, 405, 422);
	}

	private static RandomRequests requests(long seed, FgaEmulator emulator) {
		List<String> routes = emulator.routes().stream().map(Route::toString).toList();
		RandomRequests requests = new RandomRequests(seed, routes, emulator.apiKey());
		requests.know("id", "org_acme", "org_globex", "user_alice", "user_bob", "om_alice", "om_bob", "om_dave",
				"authz_resource_emulator_1", "authz_resource_emulator_3", "authz_resource_emulator_5");
		requests.know("role_slug", "member", "admin", "workspace-admin", "project-editor");
		requests.know("permission_slug", "project:view", "org:view", "workspace:view");
		requests.know("resource_type_slug", "organization", "workspace", "project", "folder");
		requests.know("resource_external_id", "org_acme", "engineering", "sales", "web", "outer");
		requests.know("limit", "1", "2", "100");
		requests.know("order", "desc", "asc", "normal");
		requests.know("statuses", "active", "inactive,pending");
		requests.know("client_id", emulator.clientId());
		requests.know("email", "alice@acme.test");
		requests.know("password", "alice");
		requests.know("grant_type", "password", "refresh_token", "authorization_code");
		requests.know("redirect_uri", "http://localhost:8080/callback");
		requests.know("response_type", "code");
		requests.know("provider", "authkit");
		return requests;
	}

	private static @Nullable RawResponse send(FgaEmulator emulator, RawRequest request, String description) {
		try {
			return request.send(emulator.baseUrl());
		}
		catch (IOException ex) {
			return request.isValid() ? fail(description, ex) : null;
		}
	}

	private static JsonNode assertAnswer(RawRequest request, RawResponse response, String description) {
		String answer = "%s%n%d %s".formatted(description, response.status(), response.body());
		assertThat(response.status()).as(answer).isBetween(200, 499);
		assertThat(response.body()).as(answer).doesNotContain("\tat ");
		if (!request.isValid()) {
			return MissingNode.getInstance();
		}
		assertThat(response.body()).as(answer).doesNotContainPattern(INTERNAL);
		if (response.body().isEmpty()) {
			assertThat(request.method().equals("HEAD") || response.status() < 300).as(answer).isTrue();
			return MissingNode.getInstance();
		}
		if (request.target().startsWith(SIGN_IN_PAGE) && response.body().startsWith("<!DOCTYPE html>")) {
			return JsonMapper.shared().createObjectNode().put("message", problemOnPage(response.body()));
		}
		JsonNode json = parse(response, answer);
		if (response.status() >= 400) {
			assertThat(List.of("message", "error")).as(answer)
				.anyMatch((field) -> !json.path(field).asString("").isBlank());
		}
		return json;
	}

	private static String problemOnPage(String html) {
		Matcher problem = PROBLEM.matcher(html);
		return problem.find() ? problem.group(1) : "";
	}

	private static JsonNode parse(RawResponse response, String answer) {
		try {
			return JsonMapper.shared().readTree(response.body());
		}
		catch (JacksonException ex) {
			return fail(answer, ex);
		}
	}

}
