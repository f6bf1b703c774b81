package io.github.fgaspring.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.fgaspring.client.ApiFailureException.Kind;
import io.github.fgaspring.decision.CheckUnavailableException;
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
 * Makes calls to WorkOS's API over HTTP and reads the answers strictly: only status 200
 * with a JSON object is an answer, and so are the refusals 400, 404 and 422. Everything
 * else is {@linkplain CheckUnavailableException unavailable}, and so is an answer that
 * the reader cannot make sense of. Exceptions carry the cause of a failure but not the
 * request, whose path holds ids.
 * <p>
 * Values for the variables of a path are encoded so that none can change its structure.
 */
public final class WorkOsApi {

	private static final int PAGE_SIZE = 100;

	private static final int MAX_ANSWER_SIZE = 1024 * 1024;

	/**
	 * Enough for most answers.
	 */
	private static final int USUAL_ANSWER_SIZE = 1024;

	/**
	 * The window of WorkOS's rate limit: whoever has waited for it has waited long
	 * enough.
	 */
	private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

	private static final Set<Integer> TRANSIENT = Set.of(429, 502, 503, 504);

	private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 422);

	private final RestClient restClient;

	private final ApiCalls calls;

	private final Clock clock;

	/**
	 * By path. Paths are constants, so there are no more than a few.
	 */
	private final Map<String, UrlTemplate> templates = new ConcurrentHashMap<>();

	private final JsonMapper jsonMapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	/**
	 * Creates an instance.
	 * @param restClient has the base URL, the API key as bearer token, time-outs, and
	 * does not follow redirects
	 * @param calls makes the calls
	 * @param clock tells the time
	 */
	public WorkOsApi(RestClient restClient, ApiCalls calls, Clock clock) {
		Assert.notNull(restClient, "restClient cannot be null");
		Assert.notNull(calls, "calls cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.restClient = restClient.mutate()
			.defaultHeaders((headers) -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
			.build();
		this.calls = calls;
		this.clock = clock;
	}

	/**
	 * Gets an object.
	 * @param <T> the type of the result
	 * @param reader makes a result of the answer
	 * @param path the path, with variables in braces
	 * @param variables their values
	 * @return the result
	 * @throws CheckUnavailableException if there is no answer that can be relied on
	 */
	public <T extends @Nullable Object> T get(Function<ApiAnswer, T> reader, String path, Object... variables) {
		UrlTemplate url = template(path);
		return call(() -> this.restClient.get().uri(url.expand(variables)).attributes(url::mark), reader);
	}

	/**
	 * Gets a page of a list, with as many elements as a page can have.
	 * @param <T> the type of the result
	 * @param reader makes a result of the answer
	 * @param after where the page begins, {@code null} for the first one
	 * @param path the path, with variables in braces, and a query if there is more to say
	 * @param variables their values
	 * @return the result
	 * @throws CheckUnavailableException if there is no answer that can be relied on
	 */
	public <T extends @Nullable Object> T getPage(Function<ApiAnswer, T> reader, @Nullable String after, String path,
			Object... variables) {
		String page = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE_SIZE;
		if (after == null) {
			return get(reader, page, variables);
		}
		Object[] all = Arrays.copyOf(variables, variables.length + 1);
		all[variables.length] = after;
		return get(reader, page + "&after={after}", all);
	}

	/**
	 * Posts an object.
	 * @param <T> the type of the result
	 * @param reader makes a result of the answer
	 * @param body becomes the JSON object
	 * @param path the path, with variables in braces
	 * @param variables their values
	 * @return the result
	 * @throws CheckUnavailableException if there is no answer that can be relied on
	 */
	public <T extends @Nullable Object> T post(Function<ApiAnswer, T> reader, Map<String, ?> body, String path,
			Object... variables) {
		byte[] content = this.jsonMapper.writeValueAsBytes(body);
		return call(() -> post(content, path, variables), reader);
	}

	/**
	 * Posts an object in a single attempt, because the API would not accept it twice. An
	 * answer with status 400, 401, 403 or 422 is a refusal with a
	 * {@linkplain ApiAnswer#reason() reason}, and the reader's to judge.
	 */
	<T extends @Nullable Object> T postOnce(Function<ApiAnswer, T> reader, Map<String, ?> body, String path) {
		byte[] content = this.jsonMapper.writeValueAsBytes(body);
		return this.calls.callOnce(() -> exchange(() -> post(content, path), this::answerOrReason, reader));
	}

	private RequestHeadersSpec<?> post(byte[] content, String path, Object... variables) {
		UrlTemplate url = template(path);
		return this.restClient.post()
			.uri(url.expand(variables))
			.attributes(url::mark)
			.header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
			.contentLength(content.length)
			.body((output) -> output.write(content));
	}

	private UrlTemplate template(String path) {
		return this.templates.computeIfAbsent(path, (key) -> UrlTemplate.of(this.restClient, key));
	}

	private <T extends @Nullable Object> T call(Supplier<RequestHeadersSpec<?>> request,
			Function<ApiAnswer, T> reader) {
		return this.calls.call(() -> exchange(request, this::answer, reader));
	}

	private <T extends @Nullable Object> T exchange(Supplier<RequestHeadersSpec<?>> request, ResponseReader responses,
			Function<ApiAnswer, T> reader) {
		try {
			return reader.apply(request.get().exchangeForRequiredValue((sent, response) -> responses.read(response)));
		}
		catch (RestClientException ex) {
			// Spring MVC would take an end of stream or a reset for the caller's own
			// disconnect, and answer 200, were there no RestClientException above it.
			RestClientException withoutRequest = new RestClientException("The call failed", ex.getMostSpecificCause());
			boolean interrupted = Thread.currentThread().isInterrupted();
			throw new ApiFailureException(
					interrupted ? Kind.INTERRUPTED : Kind.TRANSIENT, (isLate(ex) && !interrupted)
							? "The WorkOS API does not answer in time" : "The WorkOS API cannot be reached",
					null, withoutRequest);
		}
	}

	/**
	 * Whether the time was over, and not just that to connect, which ends with a
	 * {@link SocketTimeoutException}.
	 */
	private static boolean isLate(RestClientException ex) {
		return ex.contains(InterruptedIOException.class) && !ex.contains(SocketTimeoutException.class);
	}

	private ApiAnswer answer(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		return switch (status) {
			case ApiAnswer.OK -> new ApiAnswer(status, readObject(response));
			case 400, ApiAnswer.NOT_FOUND, 422 -> new ApiAnswer(status, null);
			case 401, 403 -> throw new ApiFailureException(Kind.KEY_REFUSED,
					"The WorkOS API refused the API key with status " + status);
			default -> throw new ApiFailureException(TRANSIENT.contains(status) ? Kind.TRANSIENT : Kind.BROKEN,
					"The WorkOS API answered " + status, retryAfter(response.getHeaders()), null);
		};
	}

	private ApiAnswer answerOrReason(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		return REFUSALS.contains(status) ? new ApiAnswer(status, null, reason(response)) : answer(response);
	}

	/**
	 * The code of an error, for which WorkOS has two names.
	 */
	private @Nullable String reason(ClientHttpResponse response) throws IOException {
		try {
			JsonNode error = readObject(response);
			String code = ApiAnswer.optionalText(error, "code");
			return (code != null) ? code : ApiAnswer.optionalText(error, "error");
		}
		catch (ApiFailureException ex) {
			return null;
		}
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
			byte[] content = new byte[USUAL_ANSWER_SIZE];
			int length = body.readNBytes(content, 0, content.length);
			while (length == content.length) {
				if (length > MAX_ANSWER_SIZE) {
					throw new ApiFailureException(Kind.BROKEN, "The WorkOS API's answer is too long");
				}
				content = Arrays.copyOf(content, Math.min(4 * length, MAX_ANSWER_SIZE + 1));
				length += body.readNBytes(content, length, content.length - length);
			}
			return this.jsonMapper.readTree(content, 0, length);
		}
		catch (JacksonException ex) {
			// Without the cause: its message quotes the answer.
			throw new ApiFailureException(Kind.BROKEN, "The WorkOS API's answer is not JSON");
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

	@FunctionalInterface
	private interface ResponseReader {

		ApiAnswer read(ClientHttpResponse response) throws IOException;

	}

}
