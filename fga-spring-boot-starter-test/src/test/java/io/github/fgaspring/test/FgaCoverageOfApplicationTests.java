package io.github.fgaspring.test;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.actuate.endpoint.web.WebMvcEndpointHandlerMapping;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * With all that Spring Boot brings along.
 */
@SpringBootTest(classes = ProjectHub.class, properties = "management.endpoints.web.exposure.include=*")
class FgaCoverageOfApplicationTests {

	@Test
	void assertWhenActuatorIsExposedThenIsOutside(@Autowired ApplicationContext context) {
		assertThat(context.getBean(WebMvcEndpointHandlerMapping.class).getHandlerMethods()).isNotEmpty();
		assertThatNoException().isThrownBy(() -> FgaCoverage.assertEveryHandlerDeclaresPermission(context));
	}

}
