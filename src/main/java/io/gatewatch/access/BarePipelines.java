package io.gatewatch.access;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Keeps Spring Security from carrying the caller of a servlet through every step of every call to Central: none is made on
 * behalf of a caller, and the steps are many.
 */
@Component
class BarePipelines implements BeanDefinitionRegistryPostProcessor {

    private static final String CARRIER = "securityReactorContextSubscriberRegistrar";

    @Override
    public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(CARRIER)) {
            registry.removeBeanDefinition(CARRIER);
        }
    }
}
