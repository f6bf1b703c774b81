package io.github.fgaspring.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import io.github.fgaspring.decision.Deadline;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.web.client.RestClient;

/**
 * Makes REST clients as the application has them configured (TLS bundle, observation),
 * but always with time-outs and never following redirects, which could carry the API key
 * elsewhere, nor showing URLs to whoever observes them. They stand on the JDK's client,
 * because only there does the read time-out bound the whole answer: elsewhere it begins
 * again with every byte.
 */
final class TimeLimitedRestClients {

	/**
	 * Zero would mean that there is none.
	 */
	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private final ObjectProvider<RestClient.Builder> builders;

	private final JdkClientHttpRequestFactoryBuilder requestFactories;

	private final HttpClientSettings settings;

	private final ClientRequestObservationConvention observationConvention;

	TimeLimitedRestClients(ObjectProvider<RestClient.Builder> builders,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> requestFactories,
			ObjectProvider<HttpClientSettings> settings, ClientRequestObservationConvention observationConvention) {
		this.builders = builders;
		this.requestFactories = (requestFactories
			.getIfAvailable() instanceof JdkClientHttpRequestFactoryBuilder configured) ? configured
					: ClientHttpRequestFactoryBuilder.jdk();
		this.settings = settings.getIfAvailable(HttpClientSettings::defaults);
		this.observationConvention = new UrlConcealingObservationConvention(observationConvention);
	}

	RestClient.Builder builder(Duration connectTimeout, Duration readTimeout) {
		// A copy: the application's builder must not learn the API key.
		return this.builders.getIfAvailable(RestClient::builder)
			.clone()
			.observationConvention(this.observationConvention)
			.requestFactory(requestFactory(connectTimeout, readTimeout));
	}

	/**
	 * A request factory whose read time-out is cut to what remains until the deadline.
	 * Spring's own takes one time-out for all requests, so each gets its own, around the
	 * same HTTP client.
	 */
	private ClientHttpRequestFactory requestFactory(Duration connectTimeout, Duration readTimeout) {
		HttpClientSettings limited = this.settings.withTimeouts(connectTimeout, null)
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		AtomicReference<HttpClient.Builder> configured = new AtomicReference<>();
		this.requestFactories.withHttpClientCustomizer(configured::set).build(limited);
		HttpClient httpClient = Objects.requireNonNull(configured.get()).build();
		return (uri, method) -> {
			JdkClientHttpRequestFactory factory = new JdkClientHttpRequestFactory(httpClient);
			Duration remaining = Deadline.remaining(readTimeout);
			factory.setReadTimeout((remaining.compareTo(SHORTEST_TIMEOUT) > 0) ? remaining : SHORTEST_TIMEOUT);
			return factory.createRequest(uri, method);
		};
	}

}
