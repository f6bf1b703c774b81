package io.github.fgaspring.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClient.RequestHeadersSpec;
import org.springframework.web.client.RestClientException;

/**
 * Calls the Authorization API over HTTP.
 * <p>
 * Answers are read strictly: only status 200 with a JSON object of the documented form is
 * an answer. Everything that is neither that nor one of the refusals documented for the
 * operation is {@linkplain io.github.fgaspring.decision.CheckUnavailableException
 * unavailable}. Exceptions carry the cause of a failure but not the request, whose path
 * holds ids.
 * <p>
 * A check has the external id of the resource in its body. Other questions have it in
 * their path, and are only asked if it stands there unchanged.
 *
 * @see <a href="https://workos.com/docs/reference/fga">WorkOS FGA reference</a>
 */
public final class RestFgaClient implements FgaClient {

	private static final String MEMBERSHIP_PATH = "/authorization/organization_memberships/{membershipId}";

	private static final int OK = 200;

	private static final int NOT_FOUND = 404;

	private static final int PAGE_SIZE = 100;

	private static final int MAX_ANSWER_SIZE = 512 * 1024;

	/**
	 * More pages than any environment can have permissions for.
	 */
	private static final int MAX_PAGES = 100;

	/**
	 * The window of WorkOS's rate limit: whoever has waited for it has waited long
	 * enough.
	 */
	private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

	private static final Pattern UNCHANGED_IN_PATH = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

	private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);

	private final RestClient restClient;

	private final ApiCalls calls;

	private final Clock clock;

	private final JsonMapper jsonMapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Creates a client.
	 * @param restClient has the base URL, the API key as bearer token, time-outs, and
	 * does not follow redirects
	 * @param calls makes the calls
	 * @param clock tells the time
	 */
	public RestFgaClient(RestClient restClient, ApiCalls calls, Clock clock) {
		Assert.notNull(restClient, "restClient cannot be null");
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.restClient = restClient.mutate().requestInterceptor((request, body, execution) -> {
			try {
				return execution.execute(request, body);
			}
			catch (IOException ex) {
				throw withoutUrl(ex);
			}
		}).build();
		this.calls = calls;
		this.clock = clock;
	}

	@Override
	public PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource) {
		byte[] body = this.jsonMapper.writeValueAsBytes(checkRequest(permission, resource));
		return call(() -> this.restClient.post()
			.uri(MEMBERSHIP_PATH + "/check", organizationMembershipId)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body), (answer) -> switch (answer.status) {
				case OK -> answer.flag("authorized") ? PermissionDecision.grant(permission, DecisionSource.REMOTE)
						: deny(permission, DenialReason.MISSING_PERMISSION);
				case NOT_FOUND -> deny(permission, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
				default -> deny(permission, DenialReason.REJECTED_QUESTION);
			});
	}

	private static Map<String, @Nullable String> checkRequest(String permission, ResourceReference resource) {
		if (resource instanceof ResourceReference.External external) {
			return Map.of("permission_slug", permission, "resource_external_id", required(external.externalId()),
					"resource_type_slug", required(external.type()));
		}
		return Map.of("permission_slug", permission, "resource_id",
				required(((ResourceReference.Id) resource).resourceId()));
	}

	private static String required(@Nullable String text) {
		Assert.hasText(text, "resource must be resolved");
		return text;
	}

	private static PermissionDecision deny(String permission, DenialReason reason) {
		return PermissionDecision.deny(permission, DecisionSource.REMOTE, reason);
	}

	@Override
	public @Nullable EffectivePermissions effectivePermissions(String organizationMembershipId,
			ResourceReference resource, @Nullable String after) {
		if (!(resource instanceof ResourceReference.External external) || !isUnchangedInPath(external)) {
			return null;
		}
		String type = required(external.type());
		return call(
				() -> get(MEMBERSHIP_PATH + "/resources/{type}/{externalId}/permissions", after,
						organizationMembershipId, type, required(external.externalId())),
				(answer) -> switch (answer.status) {
					case OK -> effectivePermissions(answer, type);
					case NOT_FOUND ->
						new EffectivePermissions(Set.of(), Set.of(), null, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
					default -> null;
				});
	}

	private static EffectivePermissions effectivePermissions(Answer answer, String type) {
		Set<String> permissions = new HashSet<>();
		Set<String> ofOtherTypes = new HashSet<>();
		for (JsonNode permission : answer.list()) {
			String slug = text(permission, "slug");
			(type.equals(text(permission, "resource_type_slug")) ? permissions : ofOtherTypes).add(slug);
		}
		return new EffectivePermissions(permissions, ofOtherTypes, answer.after(), null);
	}

	@Override
	public boolean isInOrganization(String organizationId, ResourceReference resource) {
		if (!(resource instanceof ResourceReference.External external) || !isUnchangedInPath(external)
				|| !isUnchangedInPath(organizationId)) {
			return false;
		}
		return call(
				() -> this.restClient.get()
					.uri("/authorization/organizations/{organizationId}/resources/{type}/{externalId}", organizationId,
							external.type(), external.externalId()),
				(answer) -> answer.status == OK && isSame(external, organizationId, answer.body()));
	}

	private static boolean isSame(ResourceReference.External external, String organizationId, JsonNode found) {
		return organizationId.equals(text(found, "organization_id"))
				&& text(found, "resource_type_slug").equals(external.type())
				&& text(found, "external_id").equals(external.externalId());
	}

	@Override
	public @Nullable Set<String> permissions() {
		Set<String> permissions = new LinkedHashSet<>();
		String after = null;
		for (int page = 1; page <= MAX_PAGES; page++) {
			String from = after;
			Answer answer = call(() -> get("/authorization/permissions", from), Function.identity());
			if (answer.status != OK) {
				return null;
			}
			answer.list().forEach((permission) -> permissions.add(text(permission, "slug")));
			after = answer.after();
			if (after == null) {
				return permissions;
			}
		}
		throw new ApiFailureException(Kind.BROKEN, "The Authorization API's list of permissions does not end");
	}

	/**
	 * Asks for a page of a list.
	 */
	private RequestHeadersSpec<?> get(String path, @Nullable String after, Object... variables) {
		String page = path + "?limit=" + PAGE_SIZE;
		if (after == null) {
			return this.restClient.get().uri(page, variables);
		}
		Object[] all = Arrays.copyOf(variables, variables.length + 1);
		all[variables.length] = after;
		return this.restClient.get().uri(page + "&after={after}", all);
	}

	private static boolean isUnchangedInPath(ResourceReference.External resource) {
		return isUnchangedInPath(resource.type()) && isUnchangedInPath(resource.externalId());
	}

	private static boolean isUnchangedInPath(@Nullable String segment) {
		return segment != null && UNCHANGED_IN_PATH.matcher(segment).matches();
	}

	private <T extends @Nullable Object> T call(Supplier<RequestHeadersSpec<?>> request, Function<Answer, T> reader) {
		return this.calls.call(() -> {
			try {
				return reader.apply(request.get()
					.accept(MediaType.APPLICATION_JSON)
					.exchangeForRequiredValue((sent, response) -> answer(response)));
			}
			catch (RestClientException ex) {
				// Spring MVC would take an end of stream or a reset for the caller's own
				// disconnect, and answer 200, were there no RestClientException above it.
				RestClientException withoutRequest = new RestClientException("The call failed",
						ex.getMostSpecificCause());
				throw new ApiFailureException(
						Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : Kind.TRANSIENT,
						isLate(ex) ? "The Authorization API does not answer in time"
								: "The Authorization API cannot be reached",
						null, withoutRequest);
			}
		});
	}

	private static boolean isLate(RestClientException ex) {
		return ex.contains(HttpTimeoutException.class) && !ex.contains(HttpConnectTimeoutException.class);
	}

	private Answer answer(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		return switch (status) {
			case OK -> new Answer(status, readObject(response));
			case 400, NOT_FOUND, 422 -> new Answer(status, null);
			case 401, 403 -> throw new ApiFailureException(Kind.KEY_REFUSED,
					"The Authorization API refused the API key with status " + status);
			default -> throw new ApiFailureException(TRANSIENT.contains(status) ? Kind.TRANSIENT : Kind.BROKEN,
					"The Authorization API answered " + status, retryAfter(response.getHeaders()), null);
		};
	}

	/**
	 * What the API asks for, as far as it makes sense (RFC 9110, section 10.2.3).
	 */
	private @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		Duration duration = retryAfter(value.trim(), headers);
		if (duration == null || duration.isNegative()) {
			return null;
		}
		return (duration.compareTo(LONGEST_RETRY_AFTER) < 0) ? duration : LONGEST_RETRY_AFTER;
	}

	private @Nullable Duration retryAfter(String value, HttpHeaders headers) {
		if (value.matches("\\d+")) {
			return (value.length() < 10) ? Duration.ofSeconds(Long.parseLong(value)) : LONGEST_RETRY_AFTER;
		}
		try {
			ZonedDateTime date = headers.getFirstZonedDateTime(HttpHeaders.RETRY_AFTER);
			return (date != null) ? Duration.between(this.clock.instant(), date.toInstant()) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private JsonNode readObject(ClientHttpResponse response) throws IOException {
		try (InputStream body = response.getBody()) {
			byte[] content = body.readNBytes(MAX_ANSWER_SIZE + 1);
			if (content.length > MAX_ANSWER_SIZE) {
				throw new ApiFailureException(Kind.BROKEN, "The Authorization API's answer is too long");
			}
			return this.jsonMapper.readTree(content);
		}
		catch (JacksonException ex) {
			// Without the cause: its message quotes the answer.
			throw new ApiFailureException(Kind.BROKEN, "The Authorization API's answer is not JSON");
		}
		catch (IOException ex) {
			throw withoutUrl(ex);
		}
	}

	/**
	 * What the REST client would make of the exception, except for the URL in the
	 * message, which would become part of the span.
	 */
	private static ResourceAccessException withoutUrl(IOException ex) {
		return new ResourceAccessException("I/O error", ex);
	}

	private static String text(JsonNode object, String name) {
		JsonNode value = object.get(name);
		if (value == null || !value.isString()) {
			throw unreadable(name);
		}
		return value.stringValue();
	}

	private static ApiFailureException unreadable(String name) {
		return new ApiFailureException(Kind.BROKEN, "The Authorization API's answer has no usable '" + name + "'");
	}

	/**
	 * An answer that is one, with a body if the status is 200.
	 */
	private record Answer(int status, @Nullable JsonNode content) {

		private JsonNode body() {
			Assert.state(this.content != null, "Only status 200 has a body");
			return this.content;
		}

		private boolean flag(String name) {
			JsonNode value = body().get(name);
			if (value == null || !value.isBoolean()) {
				throw unreadable(name);
			}
			return value.booleanValue();
		}

		private JsonNode list() {
			JsonNode data = body().get("data");
			if (data == null || !data.isArray()) {
				throw unreadable("data");
			}
			return data;
		}

		/**
		 * What the next page begins after, {@code null} on the last one.
		 */
		private @Nullable String after() {
			JsonNode metadata = body().get("list_metadata");
			JsonNode after = (metadata != null) ? metadata.get("after") : null;
			if (after == null || !(after.isNull() || after.isString())) {
				throw unreadable("list_metadata.after");
			}
			return after.isNull() ? null : after.stringValue();
		}

	}

}
