package io.github.fgaspring.autoconfigure;

import java.net.InetAddress;
import java.net.ProxySelector;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.github.fgaspring.http.BoundedDns;
import io.github.fgaspring.http.HttpProxySelector;
import io.github.fgaspring.http.InterruptibleSocketFactory;
import io.github.fgaspring.http.RetryAfter;
import io.github.fgaspring.http.TimeLimitedRequestFactory;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.util.ClassUtils;
import org.springframework.web.client.RestClient;

/**
 * Makes REST clients as the application has them configured (customizers, TLS bundle,
 * address filter, observation), but always with time limits, without cookies and never
 * following redirects, which could carry the API key elsewhere, nor showing URLs to
 * whoever observes them.
 * <p>
 * They stand on OkHttp, whatever the application's own clients stand on: a limit for the
 * whole call, from looking up the host to the last byte of the answer, without a thread
 * for each call, is something that of Spring's request factories only the one for the
 * JDK's client has, at several times the cost. All of them share the connections, which
 * are closed with this object.
 */
final class TimeLimitedRestClients implements AutoCloseable {

	static final String ADDRESS_FILTER = "org.springframework.boot.http.client.InetAddressFilter";

	/**
	 * How long a connection is kept that nobody uses.
	 */
	private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

	/**
	 * Spring Boot has them since 4.1. Asked of our own class loader: to one that does not
	 * know Spring Boot, they would seem not to be there, and be left out.
	 */
	private static final boolean ADDRESS_FILTERS = ClassUtils.isPresent(ADDRESS_FILTER,
			TimeLimitedRestClients.class.getClassLoader());

	private final RestClient.Builder builder;

	private final HttpClientSettings settings;

	private final ConnectionPool connections;

	private final OkHttpClient httpClient;

	/**
	 * Creates an instance.
	 * @param maxIdleConnections how many connections to keep that nobody uses
	 */
	TimeLimitedRestClients(ObjectProvider<RestClientCustomizer> customizers,
			ObjectProvider<HttpClientSettings> settings, ClientRequestObservationConvention observationConvention,
			int maxIdleConnections) {
		// Not the application's builder: making it makes an HTTP client that nobody would
		// use, and it may hold credentials for others.
		this.builder = RestClient.builder();
		customizers.orderedStream().forEach((customizer) -> customizer.customize(this.builder));
		this.builder.observationConvention(new UrlConcealingObservationConvention(observationConvention));
		this.settings = settings.getIfAvailable(HttpClientSettings::defaults);
		this.connections = new ConnectionPool(maxIdleConnections, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
		this.httpClient = httpClient(this.connections, this.settings.sslBundle());
	}

	RestClient.Builder builder(Duration connectTimeout, Duration readTimeout) {
		return this.builder.clone()
			.requestFactory(new TimeLimitedRequestFactory(httpClient(connectTimeout, readTimeout), readTimeout));
	}

	/**
	 * A client that limits only the time to connect, because each call has its own limit.
	 * One for each read would come on top.
	 */
	private OkHttpClient httpClient(Duration connectTimeout, Duration readTimeout) {
		BoundedDns dns = new BoundedDns(readTimeout);
		ProxySelector proxies = ProxySelector.getDefault();
		return this.httpClient.newBuilder()
			.connectTimeout(connectTimeout)
			.dns(dns)
			.proxySelector(new HttpProxySelector((proxies != null) ? proxies : ProxySelector.of(null), dns,
					ADDRESS_FILTERS ? AddressFilter.of(this.settings) : null))
			.build();
	}

	private static OkHttpClient httpClient(ConnectionPool connections, @Nullable SslBundle bundle) {
		OkHttpClient.Builder client = new OkHttpClient.Builder().connectionPool(connections)
			.readTimeout(Duration.ZERO)
			.writeTimeout(Duration.ZERO)
			.followRedirects(false)
			.followSslRedirects(false)
			// On the thread of the caller.
			.fastFallback(false)
			.socketFactory(new InterruptibleSocketFactory());
		secure(client, bundle);
		return RetryAfter.hide(client).build();
	}

	/**
	 * What protocols and ciphers there are is for the bundle or the JVM to say, not for
	 * OkHttp.
	 */
	private static void secure(OkHttpClient.Builder client, @Nullable SslBundle bundle) {
		ConnectionSpec.Builder spec = new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS).allEnabledTlsVersions()
			.allEnabledCipherSuites();
		if (bundle != null) {
			SslOptions options = bundle.getOptions();
			if (options.getEnabledProtocols() != null) {
				spec.tlsVersions(options.getEnabledProtocols());
			}
			if (options.getCiphers() != null) {
				spec.cipherSuites(options.getCiphers());
			}
			client.sslSocketFactory(bundle.createSslContext().getSocketFactory(),
					x509(bundle.getManagers().getTrustManagers()));
		}
		else {
			trustAsTheJvmDoes(client);
		}
		client.connectionSpecs(List.of(spec.build(), ConnectionSpec.CLEARTEXT));
	}

	/**
	 * OkHttp's own default would not see what is configured for the whole JVM, such as a
	 * client certificate.
	 */
	private static void trustAsTheJvmDoes(OkHttpClient.Builder client) {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init((KeyStore) null);
			client.sslSocketFactory(SSLContext.getDefault().getSocketFactory(), x509(trust.getTrustManagers()));
		}
		catch (NoSuchAlgorithmException | KeyStoreException ex) {
			throw new IllegalStateException("The JVM has no trust store that can be used", ex);
		}
	}

	private static X509TrustManager x509(TrustManager[] managers) {
		return Arrays.stream(managers)
			.filter(X509TrustManager.class::isInstance)
			.map(X509TrustManager.class::cast)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no trust manager for X.509 certificates"));
	}

	@Override
	public void close() {
		this.connections.evictAll();
	}

	/**
	 * Loaded only where Spring Boot has address filters.
	 */
	private static final class AddressFilter {

		private static @Nullable Predicate<InetAddress> of(HttpClientSettings settings) {
			InetAddressFilter filter = settings.inetAddressFilter();
			return (filter != null) ? filter::matches : null;
		}

	}

}
