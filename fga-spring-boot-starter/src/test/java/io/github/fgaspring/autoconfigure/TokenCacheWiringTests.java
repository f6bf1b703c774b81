package io.github.fgaspring.autoconfigure;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.fgaspring.authentication.VerifiedTokenCache;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.observation.CacheMeters;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens that have been verified, in an application.
 */
class TokenCacheWiringTests {

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final AtomicInteger decoded = new AtomicInteger();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withBean(BeanPostProcessor.class, CountedDecoding::new);

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@Test
	void requestWhenTokenIsKnownThenIsNotDecodedAgain() {
		this.contextRunner.run((context) -> {
			String token = token();
			for (int i = 0; i < 5; i++) {
				assertThat(WebContexts.get(context, "/reports", token)).hasStatusOk();
			}
			assertThat(this.decoded).hasValue(1);
			assertThat(WebContexts.get(context, "/reports", token + "A")).hasStatus(HttpStatus.UNAUTHORIZED);
			assertThat(this.decoded).hasValue(2);
			context.getBean(FgaRevocations.class).revoke(FgaScope.session("session_1"));
			assertThat(WebContexts.get(context, "/reports", token)).hasStatus(HttpStatus.UNAUTHORIZED);
			assertThat(this.decoded).hasValue(2);
		});
	}

	@Test
	void requestWhenCacheHasNoSizeThenTokenIsDecodedEachTime() {
		this.contextRunner.withPropertyValues("fga.session.token-cache.max-size=0").run((context) -> {
			String token = token();
			for (int i = 1; i <= 3; i++) {
				assertThat(WebContexts.get(context, "/reports", token)).hasStatusOk();
				context.getBean(VerifiedTokenCache.class).getNativeCache().cleanUp();
				assertThat(this.decoded).hasValue(i);
			}
		});
	}

	@Test
	void requestWhenDecoderIsTheApplicationsOwnThenItIsAskedEachTime() {
		JwtDecoder own = (token) -> {
			throw new BadJwtException("I know better");
		};
		this.contextRunner.withBean(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME, JwtDecoder.class, () -> own)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(VerifiedTokenCache.class);
				String token = token();
				for (int i = 1; i <= 3; i++) {
					assertThat(WebContexts.get(context, "/reports", token)).hasStatus(HttpStatus.UNAUTHORIZED);
					assertThat(this.decoded).hasValue(i);
				}
			});
	}

	@Test
	void contextWhenThereAreMetersThenCacheIsWatched() {
		this.contextRunner.run((context) -> assertThat(context).hasBean("fgaVerifiedTokenCacheMeters")
			.getBean("fgaVerifiedTokenCacheMeters")
			.isInstanceOf(CacheMeters.class));
	}

	@Test
	void contextWhenThereIsNoWebThenThereIsNoCache() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues(workOs.properties())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(VerifiedTokenCache.class));
	}

	private static String token() {
		return workOs.tokens().withPermissions("report:read");
	}

	private final class CountedDecoding implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			return (bean instanceof JwtDecoder decoder) ? (JwtDecoder) (token) -> {
				TokenCacheWiringTests.this.decoded.incrementAndGet();
				return decoder.decode(token);
			} : bean;
		}

	}

}
