package com.example.projecthub;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

/**
 * Runs the product. Method security is enabled for {@code @PreAuthorize} only:
 * {@code @RequiresPermission} needs nothing.
 */
@SpringBootApplication
@EnableMethodSecurity
public class ProjectHubApplication {

	public static void main(String[] args) {
		SpringApplication.run(ProjectHubApplication.class, args);
	}

}
