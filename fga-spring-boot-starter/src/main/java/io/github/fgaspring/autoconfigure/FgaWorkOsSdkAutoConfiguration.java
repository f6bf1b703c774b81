package io.github.fgaspring.autoconfigure;

import java.io.IOException;

import com.workos.WorkOS;
import com.workos.common.http.RetryConfig;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.ResponseBody;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the vendor's SDK, if it is on
 * the class path: to manage users, organizations, memberships, resources, roles and
 * assignments. The starter itself does not use it.
 * <p>
 * The client never follows redirects, which could carry the API key elsewhere, and does
 * not try again. Left to itself, the SDK makes up to four attempts at every call and
 * sleeps in between on the thread of the caller, as long as {@code Retry-After} says,
 * without a limit. A call here ends within {@code fga.remote.deadline}. A batch that
 * would rather wait passes {@code RequestOptions} with {@code maxRetries} of its own, or
 * makes a bean of its own.
 */
@AutoConfiguration(after = FgaAutoConfiguration.class)
@ConditionalOnClass(WorkOS.class)
@ConditionalOnBean({ FgaConnectionDetails.class, RemoteSettings.class })
public final class FgaWorkOsSdkAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	WorkOS fgaWorkOs(FgaConnectionDetails connection, RemoteSettings settings) {
		return WorkOS.builder()
			.apiKey(connection.getApiKey())
			.clientId(connection.getClientId())
			.apiBaseUrl(connection.getBaseUrl().toString())
			.httpClient(httpClient(settings))
			.retryConfig(RetryConfig.DISABLED)
			.build();
	}

	private static OkHttpClient httpClient(RemoteSettings settings) {
		return new OkHttpClient.Builder().connectTimeout(settings.connectTimeout())
			.readTimeout(settings.readTimeout())
			.writeTimeout(settings.readTimeout())
			.callTimeout(settings.deadline())
			.followRedirects(false)
			.followSslRedirects(false)
			.addInterceptor(FgaWorkOsSdkAutoConfiguration::readToTheEnd)
			.build();
	}

	/**
	 * Reads the body where the SDK turns a failure into an exception of its own. Later it
	 * would let an {@link IOException} through that no method declares: Java code cannot
	 * catch it by its name, and a transaction does not roll back for it.
	 */
	private static Response readToTheEnd(Interceptor.Chain chain) throws IOException {
		Response response = chain.proceed(chain.request());
		ResponseBody body = response.body();
		return response.newBuilder().body(ResponseBody.create(body.bytes(), body.contentType())).build();
	}

}
