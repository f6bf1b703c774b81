package io.github.fgaspring.emulator.control;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.fgaspring.emulator.http.ApiException;
import io.github.fgaspring.emulator.http.ApiRequest;
import io.github.fgaspring.emulator.http.ApiResponse;
import io.github.fgaspring.emulator.http.ApiServer;
import io.github.fgaspring.emulator.http.Route;
import io.github.fgaspring.emulator.model.EmulatorState.Snapshot;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.emulator.traffic.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The routes by which programs that are not written in Java control the emulator. They
 * need the API key, so that no web page a developer happens to visit can use them.
 */
public final class ControlApi {

	private static final JsonMapper JSON = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		// A flag that is left out is not set.
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private static final long MAX_EXPIRY_SECONDS = Duration.ofDays(100 * 365).toSeconds();

	private final EmulatorControls controls;

	private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();

	private final AtomicLong lastSnapshot = new AtomicLong();

	/**
	 * Creates an API.
	 * @param controls what it controls
	 */
	public ControlApi(EmulatorControls controls) {
		this.controls = controls;
	}

	/**
	 * All routes.
	 * @return the routes
	 */
	public List<Route> routes() {
		List<Route> routes = new ArrayList<>();
		routes.add(route("POST", "/tokens", this::mintToken));
		routes.add(route("POST", "/keys/rotate", this::rotateKeys));
		routes.add(route("GET", "/clock", this::showClock));
		routes.add(route("POST", "/clock", this::advanceClock));
		routes.add(route("GET", "/faults", this::listFaults));
		routes.add(route("POST", "/faults", this::injectFault));
		routes.add(route("DELETE", "/faults", this::clearFaults));
		routes.add(route("GET", "/requests", this::listRequests));
		routes.add(route("DELETE", "/requests", this::clearRequests));
		routes.add(route("POST", "/webhooks", this::addWebhook));
		routes.add(route("DELETE", "/webhooks", this::removeWebhook));
		routes.add(route("POST", "/snapshots", this::takeSnapshot));
		routes.add(route("POST", "/snapshots/{id}/restore", this::restoreSnapshot));
		routes.add(route("POST", "/reset", this::reset));
		return routes;
	}

	private static Route route(String method, String path, Function<ApiRequest, ApiResponse> endpoint) {
		return Route.authenticated(method, ApiServer.CONTROL_PATH + path, (request) -> {
			try {
				return endpoint.apply(request);
			}
			catch (IllegalArgumentException ex) {
				throw ApiException.unprocessable(String.valueOf(ex.getMessage()));
			}
		});
	}

	private ApiResponse mintToken(ApiRequest request) {
		TokenRequest wanted = read(request, TokenRequest.class);
		SessionTokenBuilder token = this.controls.token(wanted.userId, wanted.organizationId);
		if (wanted.expiresIn != null) {
			token.expiresAt(this.controls.now().plusSeconds(validExpiry(wanted.expiresIn)));
		}
		if (wanted.claims != null) {
			token.claims(wanted.claims);
		}
		if (wanted.keyId != null) {
			token.keyId(wanted.keyId);
		}
		if (wanted.foreignKey) {
			token.foreignKey();
		}
		return ApiResponse.created(Map.of("token", token.build()));
	}

	private static long validExpiry(long seconds) {
		if (seconds < -MAX_EXPIRY_SECONDS || seconds > MAX_EXPIRY_SECONDS) {
			throw ApiException
				.unprocessable("Validation failed: expires_in must be at most %d seconds from now, before or after."
					.formatted(MAX_EXPIRY_SECONDS));
		}
		return seconds;
	}

	private ApiResponse rotateKeys(ApiRequest request) {
		RotationRequest wanted = read(request, RotationRequest.class);
		this.controls.keys().rotate();
		if (wanted.retireEarlier) {
			this.controls.keys().retireEarlierKeys();
		}
		return ApiResponse.ok(Map.of("keys", this.controls.keys().toPublicJwks()));
	}

	private ApiResponse showClock(ApiRequest request) {
		return ApiResponse.ok(Map.of("now", this.controls.now().toString()));
	}

	private ApiResponse advanceClock(ApiRequest request) {
		ClockRequest wanted = read(request, ClockRequest.class);
		if (wanted.advance == null) {
			throw ApiException.unprocessable("Validation failed: advance is required, in seconds.");
		}
		this.controls.advanceClock(Duration.ofSeconds(wanted.advance));
		return showClock(request);
	}

	private ApiResponse listFaults(ApiRequest request) {
		return ApiResponse.ok(Map.of("data", this.controls.traffic().faults().stream().map(Fault::toString).toList()));
	}

	private ApiResponse injectFault(ApiRequest request) {
		Fault fault = read(request, FaultRequest.class).toFault();
		this.controls.traffic().inject(fault);
		return ApiResponse.created(Map.of("fault", fault.toString()));
	}

	private ApiResponse clearFaults(ApiRequest request) {
		this.controls.traffic().clearFaults();
		return ApiResponse.noContent();
	}

	private ApiResponse listRequests(ApiRequest request) {
		request.allowOnlyParameters(List.of("path"));
		List<RecordedRequest> requests = this.controls.traffic().requests(request.queryParameter("path").orElse("/**"));
		return ApiResponse
			.ok(Map.of("count", requests.size(), "data", requests.stream().map(ControlApi::toJson).toList()));
	}

	private static Map<String, @Nullable Object> toJson(RecordedRequest request) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("method", request.method());
		json.put("path", request.path());
		json.put("query", request.query());
		json.put("headers", request.headers());
		json.put("body", request.body());
		return json;
	}

	private ApiResponse clearRequests(ApiRequest request) {
		this.controls.traffic().clearRequests();
		return ApiResponse.noContent();
	}

	private ApiResponse addWebhook(ApiRequest request) {
		WebhookRequest wanted = read(request, WebhookRequest.class);
		if (wanted.url == null || wanted.secret == null) {
			throw ApiException.unprocessable("Validation failed: url and secret are required.");
		}
		this.controls.addWebhook(wanted.url, wanted.secret);
		return ApiResponse.noContent();
	}

	private ApiResponse removeWebhook(ApiRequest request) {
		request.allowOnlyParameters(List.of("url"));
		this.controls.removeWebhook(request.queryParameter("url")
			.map(URI::create)
			.orElseThrow(() -> ApiException.unprocessable("Validation failed: url is required.")));
		return ApiResponse.noContent();
	}

	private ApiResponse takeSnapshot(ApiRequest request) {
		String id = "snapshot_emulator_" + this.lastSnapshot.incrementAndGet();
		this.snapshots.put(id, this.controls.snapshot());
		return ApiResponse.created(Map.of("id", id));
	}

	private ApiResponse restoreSnapshot(ApiRequest request) {
		String id = request.pathVariable("id");
		Snapshot snapshot = this.snapshots.get(id);
		if (snapshot == null) {
			throw ApiException.notFound("Snapshot not found: '%s'.".formatted(id));
		}
		this.controls.restore(snapshot);
		return ApiResponse.noContent();
	}

	private ApiResponse reset(ApiRequest request) {
		this.controls.reset();
		return ApiResponse.noContent();
	}

	private static <T> T read(ApiRequest request, Class<T> type) {
		try {
			return JSON.treeToValue(request.body(), type);
		}
		catch (UnrecognizedPropertyException ex) {
			throw ApiException
				.unprocessable("Validation failed: %s is not a field here. Known: %s.".formatted(ex.getPropertyName(),
						ex.getKnownPropertyIds().stream().map(String::valueOf).collect(Collectors.joining(", "))));
		}
		catch (JacksonException ex) {
			throw ApiException.unprocessable("Validation failed: %s is not what it must be.".formatted(ex.getPath()
				.stream()
				.map(Reference::getPropertyName)
				.filter(Objects::nonNull)
				.collect(Collectors.joining("."))));
		}
	}

	private record TokenRequest(@Nullable String userId, @Nullable String organizationId,
			@Nullable Map<String, @Nullable Object> claims, @Nullable Long expiresIn, @Nullable String keyId,
			boolean foreignKey) {

	}

	private record RotationRequest(boolean retireEarlier) {

	}

	private record ClockRequest(@Nullable Long advance) {

	}

	private record WebhookRequest(@Nullable URI url, @Nullable String secret) {

	}

	private record FaultRequest(@Nullable String method, @Nullable String path, @Nullable Integer times,
			@Nullable Long delayMillis, @Nullable Integer status, @Nullable Map<String, @Nullable String> headers,
			@Nullable String body, @Nullable Long retryAfter, boolean resetConnection, boolean truncateBody) {

		private Fault toFault() {
			if (this.path == null) {
				throw ApiException.unprocessable("Validation failed: path is required.");
			}
			Fault fault = (this.method != null) ? Fault.on(this.method, this.path) : Fault.on(this.path);
			fault = (this.times != null) ? fault.times(this.times) : fault;
			fault = (this.delayMillis != null) ? fault.delay(Duration.ofMillis(this.delayMillis)) : fault;
			fault = (this.status != null) ? fault.status(this.status) : fault;
			fault = (this.body != null) ? fault.body(this.body) : fault;
			fault = (this.retryAfter != null) ? fault.rateLimit(Duration.ofSeconds(this.retryAfter)) : fault;
			fault = this.resetConnection ? fault.resetConnection() : fault;
			fault = this.truncateBody ? fault.truncateBody() : fault;
			if (this.headers != null) {
				for (Map.Entry<String, @Nullable String> header : this.headers.entrySet()) {
					String value = header.getValue();
					if (value == null) {
						throw ApiException.unprocessable("Validation failed: headers must have strings as values.");
					}
					fault = fault.header(header.getKey(), value);
				}
			}
			return fault;
		}

	}

}
