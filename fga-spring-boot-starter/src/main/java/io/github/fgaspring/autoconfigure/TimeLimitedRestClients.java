package io.github.fgaspring.autoconfigure;

import java.time.Duration;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.web.client.RestClient;

/**
 * Makes REST clients as the application has them configured (TLS bundle, observation),
 * but always with time-outs and never following redirects, which could carry the API key
 * elsewhere. They stand on the JDK's client, because only there does the read time-out
 * bound the whole answer: elsewhere it begins again with every byte.
 */
final class TimeLimitedRestClients {

	private final ObjectProvider<RestClient.Builder> builders;

	private final ClientHttpRequestFactoryBuilder<?> requestFactories;

	private final HttpClientSettings settings;

	TimeLimitedRestClients(ObjectProvider<RestClient.Builder> builders,
			ObjectProvider<ClientHttpRequestFactoryBuilder<?>> requestFactories,
			ObjectProvider<HttpClientSettings> settings) {
		this.builders = builders;
		this.requestFactories = (requestFactories
			.getIfAvailable() instanceof JdkClientHttpRequestFactoryBuilder configured) ? configured
					: ClientHttpRequestFactoryBuilder.jdk();
		this.settings = settings.getIfAvailable(HttpClientSettings::defaults);
	}

	RestClient.Builder builder(Duration connectTimeout, Duration readTimeout) {
		HttpClientSettings limited = this.settings.withTimeouts(connectTimeout, readTimeout)
			.withRedirects(HttpRedirects.DONT_FOLLOW);
		// A copy: the application's builder may be shared, and must not learn the API
		// key.
		return this.builders.getIfAvailable(RestClient::builder)
			.clone()
			.requestFactory(this.requestFactories.build(limited));
	}

}
