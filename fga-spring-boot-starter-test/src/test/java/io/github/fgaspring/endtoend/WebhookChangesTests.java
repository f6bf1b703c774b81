package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.test.EnableFgaEmulator;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The emulator sends webhooks.
 */
@EnableFgaEmulator(seed = "classpath:live-changes.yaml", webhooks = true)
@Import(WebhookChangesTests.OutageConfiguration.class)
class WebhookChangesTests extends AbstractChangesAreHeardTests {

	@Autowired
	Outage outage;

	@AfterEach
	void end() {
		this.outage.isDown = false;
	}

	@Test
	void eventWhenEndpointIsDownThenTakesEffectWhenItIsUpAgain() {
		String token = currentToken();
		this.outage.isDown = true;
		this.workos.deactivate("om_alice");
		this.workos.deleteUser("user_bob");
		await().untilAtomic(this.outage.refused, (refused) -> assertThat(refused).isGreaterThan(1));
		assertThat(isTakenAsItIs(VIEW, token)).isTrue();
		this.outage.isDown = false;
		await().until(() -> get(VIEW, token) == 401);
		await().untilAsserted(() -> assertThat(this.heard.types()).isEqualTo(this.workos.eventTypes()));
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class OutageConfiguration {

		@Bean
		Outage outage() {
			return new Outage();
		}

		@Bean
		FilterRegistrationBean<Outage> outageRegistration(Outage outage) {
			FilterRegistrationBean<Outage> registration = new FilterRegistrationBean<>(outage);
			registration.setUrlPatterns(List.of("/fga/webhooks"));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	/**
	 * Something in front of the application that is down now and then.
	 */
	static class Outage implements Filter {

		private final AtomicInteger refused = new AtomicInteger();

		private volatile boolean isDown;

		@Override
		public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
				throws IOException, ServletException {
			if (this.isDown) {
				this.refused.incrementAndGet();
				((HttpServletResponse) response).setStatus(502);
			}
			else {
				chain.doFilter(request, response);
			}
		}

	}

}
