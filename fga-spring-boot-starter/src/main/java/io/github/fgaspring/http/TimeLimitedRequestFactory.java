package io.github.fgaspring.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.fgaspring.decision.Deadline;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.util.Assert;
import org.springframework.web.client.ResourceAccessException;

/**
 * Makes requests with OkHttp that are over in time, from the first byte sent to the last
 * one received: within a time limit, cut to what remains until the {@link Deadline} of
 * the decision.
 * <p>
 * A request with a body is never sent twice. A URL that OkHttp would change, because its
 * path holds dot segments, is refused. Failures are thrown as
 * {@link ResourceAccessException}, as the REST client would do, but without the URL in
 * the message, which would become part of the span.
 */
public final class TimeLimitedRequestFactory implements ClientHttpRequestFactory {

	/**
	 * Zero would mean that there is none.
	 */
	private static final Duration SHORTEST_LIMIT = Duration.ofMillis(1);

	private final Call.Factory calls;

	private final Duration limit;

	/**
	 * Creates an instance.
	 * @param calls makes the calls
	 * @param limit how long a call may take, more than zero
	 */
	public TimeLimitedRequestFactory(Call.Factory calls, Duration limit) {
		Assert.notNull(calls, "calls cannot be null");
		Assert.isTrue(limit.compareTo(Duration.ZERO) > 0, "limit must be positive");
		this.calls = calls;
		this.limit = limit;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) {
		return new OkHttpRequest(this, uri, httpMethod);
	}

	Call newCall(Request request) {
		Call call = this.calls.newCall(request);
		Duration remaining = Deadline.remaining(this.limit);
		call.timeout()
			.timeout(((remaining.compareTo(SHORTEST_LIMIT) > 0) ? remaining : SHORTEST_LIMIT).toNanos(),
					TimeUnit.NANOSECONDS);
		return call;
	}

	static HttpUrl url(URI uri) throws IOException {
		HttpUrl url = HttpUrl.get(uri);
		String path = uri.getRawPath();
		if (url == null || !(path.isEmpty() || path.equals(url.encodedPath()))) {
			throw new ProtocolException("The URL cannot be sent as it is");
		}
		return url;
	}

}
