package io.github.fgaspring.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.fgaspring.decision.CheckUnavailableException;
import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import io.github.fgaspring.decision.ResourceReference;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Calls the Authorization API over HTTP.
 * <p>
 * Answers are read strictly: only status 200 with a JSON object whose {@code authorized}
 * is a JSON boolean is an answer. Everything that is neither that nor one of the refusals
 * documented for the operation is {@linkplain CheckUnavailableException unavailable}.
 * Exceptions carry the cause of a failure but not the request, whose path holds ids.
 *
 * @see <a href="https://workos.com/docs/reference/fga">WorkOS FGA reference</a>
 */
public final class RestFgaClient implements FgaClient {

	private static final String CHECK_PATH = "/authorization/organization_memberships/{membershipId}/check";

	private static final int MAX_ANSWER_SIZE = 16 * 1024;

	private static final Log logger = LogFactory.getLog(RestFgaClient.class);

	private final RestClient restClient;

	private final JsonMapper jsonMapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final AtomicBoolean keyRefused = new AtomicBoolean();

	/**
	 * Creates a client.
	 * @param restClient has the base URL, the API key as bearer token, time-outs, and
	 * does not follow redirects
	 */
	public RestFgaClient(RestClient restClient) {
		Assert.notNull(restClient, "restClient cannot be null");
		this.restClient = restClient;
	}

	@Override
	public PermissionDecision check(String organizationMembershipId, String permission, ResourceReference resource) {
		byte[] body = this.jsonMapper.writeValueAsBytes(checkRequest(permission, resource));
		try {
			return this.restClient.post()
				.uri(CHECK_PATH, organizationMembershipId)
				.contentType(MediaType.APPLICATION_JSON)
				.accept(MediaType.APPLICATION_JSON)
				.body(body)
				.exchangeForRequiredValue((request, response) -> decision(permission, response));
		}
		catch (RestClientException ex) {
			// Spring MVC would take an end of stream or a reset for the caller's own
			// disconnect, and answer 200, were there no RestClientException above it.
			RestClientException withoutRequest = new RestClientException("The call failed", ex.getMostSpecificCause());
			throw new CheckUnavailableException("The Authorization API cannot be reached", withoutRequest);
		}
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

	private PermissionDecision decision(String permission, ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		if (status != 401 && status != 403) {
			this.keyRefused.set(false);
		}
		return switch (status) {
			case 200 -> isAuthorized(response) ? PermissionDecision.grant(permission, DecisionSource.REMOTE)
					: deny(permission, DenialReason.MISSING_PERMISSION);
			case 404 -> deny(permission, DenialReason.UNKNOWN_RESOURCE_OR_MEMBERSHIP);
			case 400, 422 -> deny(permission, DenialReason.REJECTED_QUESTION);
			case 401, 403 -> throw keyRefused(status);
			default -> throw new CheckUnavailableException("The Authorization API answered " + status, null);
		};
	}

	private static PermissionDecision deny(String permission, DenialReason reason) {
		return PermissionDecision.deny(permission, DecisionSource.REMOTE, reason);
	}

	private CheckUnavailableException keyRefused(int status) {
		String message = "The Authorization API refused the API key with status " + status;
		if (this.keyRefused.compareAndSet(false, true)) {
			logger.error(message + ": check fga.api-key and that it belongs to the environment of fga.client-id."
					+ " Questions that need the API answer 503 until then");
		}
		return new CheckUnavailableException(message, null);
	}

	private boolean isAuthorized(ClientHttpResponse response) throws IOException {
		JsonNode authorized = readObject(response).get("authorized");
		if (authorized == null || !authorized.isBoolean()) {
			throw new CheckUnavailableException("The Authorization API's answer has no boolean 'authorized'", null);
		}
		return authorized.booleanValue();
	}

	private JsonNode readObject(ClientHttpResponse response) throws IOException {
		try (InputStream body = response.getBody()) {
			byte[] content = body.readNBytes(MAX_ANSWER_SIZE + 1);
			if (content.length > MAX_ANSWER_SIZE) {
				throw new CheckUnavailableException("The Authorization API's answer is too long", null);
			}
			return this.jsonMapper.readTree(content);
		}
		catch (JacksonException ex) {
			// Without the cause: its message quotes the answer.
			throw new CheckUnavailableException("The Authorization API's answer is not JSON", null);
		}
	}

}
