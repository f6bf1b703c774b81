package com.example.projecthub;

import java.util.Optional;

import org.springframework.data.repository.Repository;

/**
 * The settings of organizations.
 */
public interface OrganizationSettingsRepository extends Repository<OrganizationSettings, String> {

	Optional<OrganizationSettings> findById(String organizationId);

	OrganizationSettings save(OrganizationSettings settings);

}
