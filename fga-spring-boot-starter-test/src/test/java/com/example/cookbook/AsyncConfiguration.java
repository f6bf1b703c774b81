package com.example.cookbook;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;

@Configuration(proxyBeanMethods = false)
@EnableAsync
class AsyncConfiguration {

	@Bean
	TaskDecorator sessionOfTheCaller() {
		return DelegatingSecurityContextRunnable::new;
	}

}
