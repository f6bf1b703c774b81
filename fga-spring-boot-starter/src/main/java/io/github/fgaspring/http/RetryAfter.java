package io.github.fgaspring.http;

import java.io.IOException;

import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

import org.springframework.http.HttpHeaders;

/**
 * Keeps OkHttp from acting on {@code Retry-After} by itself: it would repeat a request at
 * once that is answered 503 with a zero, and breaks on a number that is too large.
 */
public final class RetryAfter {

	private static final String HIDDEN = "X-Fga-" + HttpHeaders.RETRY_AFTER;

	private RetryAfter() {
	}

	/**
	 * Hides the header where OkHttp looks for it, and shows it to the caller.
	 * @param client the client
	 * @return the same client
	 */
	public static OkHttpClient.Builder hide(OkHttpClient.Builder client) {
		return client.addNetworkInterceptor((chain) -> renamed(chain, HttpHeaders.RETRY_AFTER, HIDDEN))
			.addInterceptor((chain) -> renamed(chain, HIDDEN, HttpHeaders.RETRY_AFTER));
	}

	private static Response renamed(Interceptor.Chain chain, String from, String to) throws IOException {
		Response response = chain.proceed(chain.request());
		if (response.header(from) == null) {
			return response;
		}
		Response.Builder renamed = response.newBuilder().removeHeader(to).removeHeader(from);
		response.headers(from).forEach((value) -> renamed.addHeader(to, value));
		return renamed.build();
	}

}
