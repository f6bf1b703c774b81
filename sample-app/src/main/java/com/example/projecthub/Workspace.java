package com.example.projecthub;

import org.springframework.data.annotation.Id;

/**
 * A workspace. Its id is its external id in WorkOS.
 *
 * @param id the id
 * @param organizationId the organization that it belongs to
 * @param name the name
 */
public record Workspace(@Id String id, String organizationId, String name) {

}
