package io.github.fgaspring.autoconfigure;

import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;

/**
 * Says at start that Spring Boot's login stands in for session tokens, and that nobody
 * can pass it if nobody can: next to the classes of a resource server, which the starter
 * brings along, Spring Boot does not make up a user.
 */
final class OwnLoginReport implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(OwnLoginReport.class);

	private final ListableBeanFactory beanFactory;

	OwnLoginReport(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		logger.info("Requests are authenticated by Spring Boot's filter chain, and not by session tokens, because"
				+ " there is an FgaSessionResolver bean and no SecurityFilterChain bean");
		if (asksForPassword() && !knowsUsers()) {
			logger.warn("Nobody can log in, because there is no user. Set spring.security.user.name and"
					+ " spring.security.user.password, or add a UserDetailsService or SecurityFilterChain bean");
		}
	}

	private boolean asksForPassword() {
		return this.beanFactory.getBeanProvider(SecurityFilterChain.class)
			.stream()
			.flatMap((chain) -> chain.getFilters().stream())
			.anyMatch(UsernamePasswordAuthenticationFilter.class::isInstance);
	}

	private boolean knowsUsers() {
		return Stream.of(UserDetailsService.class, AuthenticationProvider.class, AuthenticationManager.class)
			.anyMatch((type) -> this.beanFactory.getBeanNamesForType(type, true, false).length > 0);
	}

}
