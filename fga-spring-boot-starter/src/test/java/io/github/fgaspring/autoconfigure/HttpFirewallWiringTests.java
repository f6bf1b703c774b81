package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.AsciiFirstHttpFirewall;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.DefaultHttpFirewall;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the firewall of {@link FgaWebSecurityAutoConfiguration}.
 */
class HttpFirewallWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void filterChainsWhenApplicationHasNoFirewallThenStandBehindOurs() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(HttpFirewall.class);
			assertThat(firewallInUse(context)).isSameAs(context.getBean(HttpFirewall.class))
				.isInstanceOf(AsciiFirstHttpFirewall.class);
		});
	}

	@Test
	void filterChainsWhenApplicationHasChainOfItsOwnThenStandBehindOurs() {
		this.contextRunner.withUserConfiguration(OwnChainConfiguration.class)
			.run((context) -> assertThat(firewallInUse(context)).isInstanceOf(AsciiFirstHttpFirewall.class));
	}

	@Test
	void filterChainsWhenApplicationHasFirewallThenStandBehindThat() {
		HttpFirewall own = new DefaultHttpFirewall();
		this.contextRunner.withBean(HttpFirewall.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(HttpFirewall.class);
			assertThat(firewallInUse(context)).isSameAs(own);
		});
	}

	@Test
	void filterChainsWhenApplicationCustomizesWebSecurityThenStandBehindThatFirewall() {
		HttpFirewall own = new StrictHttpFirewall();
		this.contextRunner.withBean(WebSecurityCustomizer.class, () -> (web) -> web.httpFirewall(own))
			.run((context) -> assertThat(firewallInUse(context)).isSameAs(own));
	}

	@Test
	void requestWhenHeaderOrPathIsForbiddenThenRejectedAsWithoutOurs() {
		this.contextRunner.run((context) -> {
			String token = workOs.tokens().withPermissions();
			assertThat(context).doesNotHaveBean(RequestRejectedHandler.class);
			assertThat(WebContexts.get(context, "/me", token)).hasStatusOk();
			assertThat(WebContexts.get(context, "/me;a=b", token)).hasStatus(400);
			assertThat(WebContexts.get(context, "/me", token + '\u0001')).hasStatus(400);
		});
	}

	@Test
	void contextWhenNotWebThenHasNoFirewall() {
		new ApplicationContextRunner().withUserConfiguration(WebContexts.Application.class)
			.withPropertyValues(workOs.properties())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HttpFirewall.class));
	}

	/**
	 * With Spring MVC the bean is a composite around the chains.
	 */
	private static Object firewallInUse(ApplicationContext context) {
		Object chains = ReflectionTestUtils.getField(context.getBean("springSecurityFilterChain"),
				"springSecurityFilterChain");
		return ReflectionTestUtils.getField(chains, FilterChainProxy.class, "firewall");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChainConfiguration {

		@Bean
		SecurityFilterChain ownChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

}
